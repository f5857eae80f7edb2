import type { Cause } from '../src/causes/cause.dto.js';
import type { ErrorEntry } from '../src/error-catalog/error-entry.dto.js';
import type { Step } from '../src/registry/step.dto.js';

/** Phrases that tell the reader nothing to do; each with what is wanted instead. */
const BANNED: readonly [RegExp, string][] = [
  [/\bsee (the )?(text|entry|above|below|note)\b/i, 'say it here'],
  [/\bsee \S+ entry\b/i, 'say it here'],
  [/\bcheck (the )?(peer|configuration|settings?|setup|certificates?)\.?$/i, 'say which and where'],
  [/\bcheck (the|your) (configuration|settings?) (and|or)\b/i, 'say which and where'],
  [/\b(contact|ask|inform) (your|the) (system )?administrator\b/i, 'name the role in `who` and the action in `action`'],
  [/\bre-?issue\.?$/i, 'say what, where and how'],
  [/^(normal|none|n\/a|tbd|todo|wrong certificate|unknown)\.?$/i, 'say what happens'],
  [/\bas (usual|appropriate|needed|required)\.$/i, 'say what to do'],
  [/\bmake sure (that )?everything\b/i, 'say which thing'],
  [/\betc\.?\)?$/i, 'list them'],
  [/^test: /i, 'say what is tested and what its outcome means'],
];

/** A place nobody can go to: whose client, which server? */
const NOWHERE =
  /^(the )?(both|application|browser|client|client host|command line|host|peer|server|server host|shell|system|terminal)\.?$/i;

/** What alone proves a cause has to outweigh the priors of all others together. */
const CONCLUSIVE = 25;

/** Families of codes without product knowledge, whose entries may be short. */
const SHORT = new Set(['openssl', 'gnutls', 'mbedtls', 'botan']);

const words = (text: string) => text.trim().split(/\s+/).length;
const sentences = (text: string) => (text.match(/[.!?:](\s|$|["')])/g) ?? []).length;

/**
 * What is telegraphic or empty in some prose.
 * @returns one sentence a fault, naming the field
 */
function emptyPhrases(field: string, text: string): string[] {
  return BANNED.filter(([phrase]) => phrase.test(text.trim())).map(
    ([phrase, instead]) => `${field} "${text.trim().slice(0, 80)}" is empty (${phrase.source}): ${instead}`,
  );
}

/** "Renew it." leaves what; "Check the port." leaves what is looked for and what follows from it. */
const telegraphic = (action: string) =>
  words(action) < 5 ||
  (words(action) < 6 && /\b(it|its|their|them)\b/i.test(action)) ||
  (words(action) < 9 && /^check /i.test(action) && !/[;,]|\b(and|if|that|whether)\b/i.test(action));

function lintSteps(field: string, steps: readonly Step[]): string[] {
  return steps.flatMap((step, index) => [
    ...emptyPhrases(`${field}[${index}].action`, step.action),
    ...(telegraphic(step.action) ? [`${field}[${index}].action "${step.action}" is too short to act on`] : []),
    ...(step.where.trim().length < 3 || NOWHERE.test(step.where.trim())
      ? [`${field}[${index}].where "${step.where}" is no place one can go to`]
      : []),
    ...(step.who.trim().length < 3 ? [`${field}[${index}].who is empty`] : []),
  ]);
}

/** The faults of an error entry's prose. */
export function lintError(entry: ErrorEntry, family: string): string[] {
  const short = SHORT.has(family);
  const enough = short ? 1 : 2;
  const leastWords = short ? 12 : 30;
  return [
    ...emptyPhrases('meaning', entry.meaning),
    ...(sentences(entry.meaning) < enough || words(entry.meaning) < leastWords
      ? [`meaning says too little (${enough} sentences at least, ${leastWords} words)`]
      : []),
    ...(entry.kind !== 'information' && entry.causes.length === 0 ? ['causes: none given'] : []),
    ...(entry.steps.length < enough && entry.kind !== 'information' ? [`steps: ${enough} at least, to find and to mend`] : []),
    ...entry.causes.flatMap(({ id, why, decidedBy, weight, conclusive }) => [
      ...(conclusive && weight < CONCLUSIVE ? [`causes.${id}: what is conclusive weighs ${CONCLUSIVE} at least`] : []),
      ...emptyPhrases(`causes.${id}.why`, why),
      ...(words(why) < 4 ? [`causes.${id}.why "${why}" is too short`] : []),
      ...(weight > 0 && !decidedBy ? [`causes.${id}.decidedBy is missing: which observation confirms it or rules it out?`] : []),
      ...(decidedBy !== undefined && words(decidedBy) < 4 ? [`causes.${id}.decidedBy "${decidedBy}" is too short`] : []),
      ...(decidedBy !== undefined && words(decidedBy) < 8 && /^(it|its|they|their)\b/i.test(decidedBy)
        ? [`causes.${id}.decidedBy "${decidedBy}" does not name what is looked at`]
        : []),
    ]),
    ...lintSteps('steps', entry.steps),
    ...entry.verify.flatMap((text, index) => [
      ...emptyPhrases(`verify[${index}]`, text),
      ...(words(text) < 5 ? [`verify[${index}] "${text}" is too short to look for`] : []),
    ]),
    ...(entry.related.length === 0 ? ['related: none given; which message is met beside it or mistaken for it?'] : []),
    ...(entry.kind === 'message' && !entry.examples?.length ? ['examples: a message needs one line as users paste it'] : []),
    ...(entry.kind === 'condition' && entry.examples?.length ? ['examples: a condition is never matched by text'] : []),
  ];
}

/** The faults of a cause's prose. */
export function lintCause(cause: Cause): string[] {
  const generic = cause.remedies.filter(({ product }) => product === 'generic').length;
  return [
    ...emptyPhrases('explanation', cause.explanation),
    ...(sentences(cause.explanation) < 2 || words(cause.explanation) < 30 ? ['explanation says too little (three sentences)'] : []),
    ...(generic === 1 ? [] : [`remedies: exactly one generic remedy is wanted, found ${generic}`]),
    ...cause.remedies.flatMap(({ product, steps }) => [
      ...(steps.length < 2 ? [`remedies.${product}: two steps at least, to find and to mend`] : []),
      ...lintSteps(`remedies.${product}`, steps),
    ]),
    ...cause.verify.flatMap((text, index) => emptyPhrases(`verify[${index}]`, text)),
  ];
}
