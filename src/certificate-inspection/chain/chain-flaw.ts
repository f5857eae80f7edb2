/** When a flaw makes a path invalid: always; to the letter of RFC 5280; on the public web only; never. */
export type Level = 'error' | 'strict' | 'web' | 'notice';

export type Profile = 'default' | 'strict' | 'web';

/** Something that speaks against a path. */
export interface ChainFlaw {
  id: string;
  level: Level;
  /** The place in the path, the leaf being 0. */
  at: number;
  says: string;
}

/** @returns whether the flaw makes a path invalid under a profile */
export const counts = ({ level }: ChainFlaw, profile: Profile): boolean =>
  level === 'error' || (level === 'strict' && profile !== 'default') || (level === 'web' && profile === 'web');
