/**
 * @param text in which anything may stand
 * @returns the text with every ASCII punctuation escaped that could open markup (CommonMark 2.4), and ampersands that would begin an entity
 */
export const escaped = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>#|~]/g, String.raw`\$&`).replaceAll(/&(?=#?[A-Za-z\d]{1,40};)/g, String.raw`\&`);

/** @returns the text in one line, since a line break could open a block */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** @returns a link in Markdown; where there is no address, the text alone */
export const link = (text: string, url: string | undefined): string =>
  url ? `[${escaped(text)}](<${url.replaceAll(/[<>\s\\]/g, encodeURIComponent)}>)` : escaped(text);
