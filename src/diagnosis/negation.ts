/** Words that turn a statement round, English and German. */
const NEGATIONS = new Set([
  'not',
  'no',
  'never',
  'without',
  'cannot',
  "can't",
  "doesn't",
  "don't",
  "didn't",
  "isn't",
  "wasn't",
  "won't",
  "hasn't",
  'dont',
  'doesnt',
  'none',
  'nobody',
  'neither',
  'nor',
  'nicht',
  'kein',
  'keine',
  'keinen',
  'keinem',
  'keiner',
  'nie',
  'niemals',
  'ohne',
  'weder',
  'niemand',
]);

/** How many words before a phrase are looked at, and how many characters these may take. */
const WORDS_BEFORE = 3;
const CHARACTERS_BEFORE = 40;

/** Behind a comma such a phrase is a statement of its own ("not in Java, in the browser it works"), where others may go on a list ("no proxy, no firewall"). */
const TELLS_OF_SUCCESS =
  /\b(?:works|worked|works fine|succeeds|succeeded|goes through|connects)$|(?:geht|gehen|funktioniert|funktionieren|klappt|klappen|läuft|laufen|schon)$/iu;

/** How a phrase has to be said to count: anywhere, within one sentence, there undenied, or there without a denial right before it. */
export type Said = 'anywhere' | 'in-one-sentence' | 'and-not-denied' | 'and-not-denied-at-once';

/** A circumstance is told in one sentence; a gap of its phrase must not reach into the next. */
const SENTENCE_END = /[a-z)"'][.!?]\s+[A-Z]|\n\s*\n|\n[A-Z[#$*>]/;

/**
 * @param said how the phrase has to be said
 * @param text the text
 * @param offset where the phrase begins
 * @param excerpt the phrase as it stands there
 * @returns whether it is told there: neither asked nor denied as far as that matters to it
 */
export function isTold(said: Said, text: string, offset: number, excerpt: string): boolean {
  if (said === 'anywhere') return true;
  const end = offset + excerpt.length;
  if (SENTENCE_END.test(excerpt) || isAsked(text, offset, end)) return false;
  switch (said) {
    case 'in-one-sentence':
      // What tells of success is denied even where the cue holds a denial itself ("mit dem alten Zertifikat geht es auch nicht").
      return !(TELLS_OF_SUCCESS.test(excerpt) && isNegatedBehind(text, end));
    case 'and-not-denied-at-once':
      return !isNegatedAtOnce(text, offset);
    case 'and-not-denied':
      return !isNegated(text, offset, excerpt) && !holdsNegation(excerpt) && !isNegatedBehind(text, end);
  }
}

/**
 * Whether a phrase is denied by a word shortly before it in the same sentence ("it does not work in Postman").
 * @param text the text
 * @param offset where the phrase begins
 * @param excerpt the phrase as it stands there
 */
function isNegated(text: string, offset: number, excerpt: string): boolean {
  const before = text.slice(Math.max(0, offset - CHARACTERS_BEFORE), offset);
  const sentence = before.slice(
    Math.max(
      before.lastIndexOf('. '),
      before.lastIndexOf('! '),
      before.lastIndexOf('? '),
      before.lastIndexOf('\n'),
      before.lastIndexOf(';'),
      before.lastIndexOf(', but'),
      TELLS_OF_SUCCESS.test(excerpt) ? before.lastIndexOf(', ') : -1,
    ) + 1,
  );
  return MAY_DENY.test(sentence) && wordsOf(sentence).slice(-WORDS_BEFORE).some(isNegation);
}

/** What may stand between a German verb and its "nicht" ("klappt leider nicht", "geht es auch nicht", "terminiert TLS nicht"). */
const DENIED_BEHIND = /^\s+(?:(?:es|das|tls|ssl|leider|noch|auch|gar|immer|ebenfalls|aber|so) ){0,3}nicht(?![\p{L}\p{N}])/iu;
/** What is switched off is not there ("SSL inspection is disabled for this host"). */
const OFF_BEHIND =
  /^\p{L}*\s+(?:(?:is|was|are|were|has been) (?:already |currently |completely )?(?:disabled|switched off|turned off|deactivated|bypassed)|(?:ist|sind|war|wurde) (?:\p{L}+ ){0,4}?(?:deaktiviert|abgeschaltet|ausgeschaltet))(?![\p{L}\p{N}])/iu;
const CHARACTERS_BEHIND = 60;

/**
 * Whether a phrase is denied by what stands behind it: the "nicht" of a German verb ("der Handshake klappt nicht"), or "is disabled".
 * @param text the text
 * @param end where the phrase ends
 */
function isNegatedBehind(text: string, end: number): boolean {
  const behind = text.slice(end, end + CHARACTERS_BEHIND);
  return DENIED_BEHIND.test(behind) || OFF_BEHIND.test(behind);
}

/** What stands between a denial and a noun that it denies. */
const ARTICLES = new Set(['a', 'an', 'any', 'really', 'ein', 'eine', 'einem', 'einen']);

/** Whether the word right before a phrase denies it ("not self-signed", where "does not accept self-signed certificates" says that it is). */
function isNegatedAtOnce(text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - CHARACTERS_BEFORE), offset);
  const words = wordsOf(before.slice(before.search(/[^.!?;\n]*$/)));
  return isNegation(words.findLast((word) => !ARTICLES.has(word)) ?? '');
}

/** The sentence begins with a verb, and hardly anything stands before the phrase ("Is the certificate expired?"); "Why is it?" says that it is. */
const ASKED_BEFORE =
  /(?:^|[.!?:,\n]\s*)(?:is|are|was|were|does|do|did|has|have|ist|sind|hat|haben|wird|werden)\s+(?:(?:the|an?|our|my|your|their|any|all|it|there|client|server|root|der|die|das|unser|unsere)\s+){0,3}$/i;
const ASKED_BEHIND = /^[^.!?;\n]{0,60}\?/;
const GIVES_A_REASON = /\b(?:because|although|even though|since|weil|obwohl)\b/i;
const CHARACTERS_OF_A_QUESTION = 40;

/**
 * Whether a phrase is what somebody asks and not what he tells ("Is the certificate expired?").
 * @param text the text
 * @param offset where the phrase begins
 * @param end where it ends
 */
function isAsked(text: string, offset: number, end: number): boolean {
  const behind = ASKED_BEHIND.exec(text.slice(end, end + 2 * CHARACTERS_OF_A_QUESTION))?.[0];
  if (behind === undefined || GIVES_A_REASON.test(behind)) return false;
  const from = Math.max(0, offset - CHARACTERS_OF_A_QUESTION);
  // Where the text goes on to the left the cut is no begin of a sentence.
  return ASKED_BEFORE.test(`${from === 0 ? '' : ' '}${text.slice(from, offset)}`);
}

/** Whether a text has a word of denial in it ("the fingerprints are not the same"). */
export const holdsNegation = (text: string): boolean => MAY_DENY.test(text) && wordsOf(text).some(isNegation);

const isNegation = (word: string) => NEGATIONS.has(word);

/** Any of these words stands somewhere, if only in another: nearly always none does, and then the words need not be told apart. */
const MAY_DENY = new RegExp([...NEGATIONS].join('|'), 'i');

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[\s,:()"|*{}]+/)
    .filter((word) => word !== '');

/**
 * Tells the choices of a cue phrase with a word of denial from those without, since only the latter can be denied.
 * @param notation `(is fine|no warning) in the browser`
 * @returns `(is fine) in the browser` and `(no warning) in the browser`; the notation itself where all choices are of one kind
 */
export function apart(notation: string): string[] {
  for (const { 0: group, 1: inside = '', index } of notation.matchAll(/\(([^()]*)\)/g)) {
    const choices = inside.split('|');
    const denying = choices.filter(holdsNegation);
    if (denying.length === 0 || denying.length === choices.length) continue;
    const others = choices.filter((choice) => !holdsNegation(choice));
    return [denying, others].flatMap((some) =>
      apart(`${notation.slice(0, index)}(${some.join('|')})${notation.slice(index + group.length)}`),
    );
  }
  return [notation];
}
