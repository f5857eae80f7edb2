/**
 * @param share of all probability, 0 to 1
 * @returns in whole percent, as people read it; what rounds to nothing is not nothing
 */
export const percent = (share: number): string => (share > 0 && share < 0.005 ? '< 1 %' : `${Math.round(share * 100)} %`);
