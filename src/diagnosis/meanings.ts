import { phrasesOfCue, type Phrase } from '../error-catalog/matching/phrase.js';
import { PRODUCT_IDS, PRODUCTS } from '../registry/products.js';
import type { Cue } from './cue.dto.js';
import type { Fact } from './fact.js';
import { apart, holdsNegation, type Said } from './negation.js';
import { VALIDITY_LABELS, type ValidityLabel } from './validity-in-text.js';

/** How people and programs write that a status came back; three digits follow. */
const BEFORE_A_STATUS =
  '(HTTP|HTTP error|HTTP status|HTTP status code|HTTP code|HTTP response|HTTP response code|HTTP/1.1|HTTP/1.0|HTTP/2|status|status code|statusCode|response code|responded with|fails with|failed with|fail with|ends with|ended with|endet mit|scheitert mit|bricht ab mit|answers|answered|returns|returned|returning|returns a|returned a|returning a|returns an|gives|gives a|getting a|gets a|receive a|receives a|receive|received|we get|we get a|i get a|got a|with code|response code is|error|error code|Fehler|Fehlercode|Antwort|antwortet mit|liefert|liefert einen|liefert ein|bekommt einen|bekommen einen|bekommen ein|erhalten einen|kommt ein|kommt eine|kommt|meldet)';

/** The words that follow a status (RFC 9110, section 15). */
const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  407: 'Proxy Authentication Required',
  421: 'Misdirected Request',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** What a phrase stands for, and how it has to be said to count. */
export interface Meaning {
  /** Undefined where what follows the phrase is the fact. */
  fact?: Pick<Fact, 'id' | 'says' | 'de'>;
  /** The bound of a validity that the phrase announces; without it and a fact, a status follows. */
  bound?: ValidityLabel['of'];
  said: Said;
  /** How it is said, as phrases of that owner. Asked for only where they are not made already, since there are thousands. */
  phrases: (owner: number) => Phrase[];
}

/**
 * @param cues the circumstances
 * @returns everything beside messages that a text is searched for, in an order that depends on nothing but the cues
 */
export function meaningsOf(cues: readonly Cue[]): Meaning[] {
  return [
    ...cues.flatMap(meaningsOfCue),
    { said: 'anywhere', phrases: written(() => [BEFORE_A_STATUS]) },
    ...(['begin', 'end'] as const).map((bound): Meaning => ({ bound, said: 'anywhere', phrases: written(() => VALIDITY_LABELS[bound]) })),
    ...Object.entries(STATUS_WORDS).map(([status, word]): Meaning => ({
      fact: statusFact(status),
      said: 'anywhere',
      phrases: written(() => [`${status} ${word}`]),
    })),
    ...PRODUCT_IDS.map((id): Meaning => ({
      fact: { id: `product:${id}`, says: PRODUCTS[id].title },
      said: 'anywhere',
      phrases: written(() => PRODUCTS[id].names.flatMap(spellOut)),
    })),
  ];
}

/** A phrase with a "not" of its own can't be denied by another, so a cue has two meanings. */
function meaningsOfCue(cue: Cue): Meaning[] {
  const fact = { id: `cue:${cue.id}`, says: cue.title, ...(cue.de && { de: cue.de }) };
  const notations = (denied: boolean) => () =>
    [...cue.phrases.en, ...(cue.phrases.de ?? [])]
      .flatMap(apart)
      .filter((notation) => (cue.negation !== 'ignore' && !holdsNegation(notation)) === denied);
  const phrases = (denied: boolean) => (owner: number) => {
    try {
      return written(notations(denied))(owner);
    } catch (error) {
      throw new Error(`cues/${cue.id}.yaml: phrases: ${(error as Error).message}`, { cause: error });
    }
  };
  return [
    { fact, said: 'in-one-sentence', phrases: phrases(false) },
    { fact, said: cue.negation === 'close' ? 'and-not-denied-at-once' : 'and-not-denied', phrases: phrases(true) },
  ];
}

const written = (notations: () => readonly string[]) => (owner: number) => notations().flatMap((notation) => phrasesOfCue(notation, owner));

/** @returns the fact that a status came back */
export const statusFact = (status: string | number) => ({
  id: `status:${status}`,
  says: `HTTP status ${status}`,
  de: `HTTP-Status ${status}`,
});

/** A name of three letters is too short to be looked for by itself, so it is with the words that stand beside it. */
function spellOut(name: string): string[] {
  if (name.replaceAll(/[^A-Za-z0-9]/g, '').length >= 4) return [name];
  return [
    'our {}',
    'the {}',
    'in {}',
    'from {}',
    'to {}',
    'via {}',
    'of {}',
    'on {}',
    'SAP {}',
    '{} tenant',
    '{} system',
    '{} subaccount',
    '{} outbound',
    '{} inbound',
    '{} trace',
    '{} side',
    '{} message',
    '{} key',
    '{} has',
    '{} is',
    '{} in',
    '{} from',
    '{} we',
    '{} to',
  ].map((spelling) => spelling.replace('{}', name));
}
