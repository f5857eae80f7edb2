/** What an escape stands for. */
export interface Escape {
  /** How many characters it takes; 1 where there is none. */
  length: number;
  /** The UTF-16 code unit of the letter it stands for, 0 for punctuation and white space. */
  code: number;
}

/** `&` and whatever else begins no escape: a mere mark. */
const MARK: Escape = { length: 1, code: 0 };
const WHITE_SPACE: Escape = { length: 2, code: 0 };

const AMPERSAND = 38;
const SEMICOLON = 59;
const LOWER_U = 117;
const WHITE_SPACES = 'nrtbf';

/** Between `&` and `;`. */
const LONGEST_NAME = 8;
const NAME = /^(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8})$/i;
/** Named entities that stand for letters; all others stand for punctuation or white space. */
const LETTER_WITH_ACCENT = /^[A-Za-z](?=(?:uml|acute|grave|circ|tilde|cedil|ring)$)/;
const FOUR_HEX_DIGITS = /^[0-9a-f]{4}$/i;

/**
 * An HTML entity, or an escape as JSON and source code have it, at a position.
 * @param text a text with `&` or a backslash at the position
 * @returns what it stands for; `&uuml;` for the letter below the accent
 */
export function readEscape(text: string, at: number): Escape {
  if (text.charCodeAt(at) === AMPERSAND) return readEntity(text, at);
  const next = text.charCodeAt(at + 1);
  if (next === LOWER_U) {
    const digits = text.slice(at + 2, at + 6);
    return FOUR_HEX_DIGITS.test(digits) ? { length: 6, code: Number.parseInt(digits, 16) } : MARK;
  }
  return WHITE_SPACES.includes(text.charAt(at + 1)) && at + 1 < text.length ? WHITE_SPACE : MARK;
}

function readEntity(text: string, at: number): Escape {
  let end = at + 1;
  while (end < at + 1 + LONGEST_NAME && text.charCodeAt(end) !== SEMICOLON) end += 1;
  if (text.charCodeAt(end) !== SEMICOLON) return MARK;
  const name = text.slice(at + 1, end);
  const letter = LETTER_WITH_ACCENT.exec(name);
  if (letter) return { length: name.length + 2, code: letter[0].charCodeAt(0) };
  return NAME.test(name) ? { length: name.length + 2, code: 0 } : MARK;
}
