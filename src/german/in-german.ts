import { CERTIFICATES } from './certificates.js';
import { CHECKS } from './checks.js';
import { LOOKS } from './looks.js';
import { WARNINGS } from './warnings.js';

/** English sentences with their German ones; `{}` stands for what is filled in, in the same order, or `{1}`, `{2}` where the order differs. */
export type Phrases = Readonly<Record<string, string>>;

interface Template {
  /** What stands between the places. */
  parts: readonly string[];
  german: string;
}

const exact = new Map<string, string>();
const templates: Template[] = [];
for (const phrases of [CERTIFICATES, CHECKS, LOOKS, WARNINGS])
  for (const [english, german] of Object.entries(phrases)) {
    if (english.includes('{}')) templates.push({ parts: english.split('{}'), german });
    else exact.set(english, german);
  }

const lengthOf = ({ parts }: Template) => parts.reduce((sum, part) => sum + part.length, 0);
// What says most by itself is tried first.
templates.sort((a, b) => lengthOf(b) - lengthOf(a));

/** A sentence in a sentence in a sentence is as far as prose goes. */
const DEEPEST = 6;

/**
 * Says in German what this service has said in English: looks, checks, findings, warnings. What is filled in is said in German too where it is a
 * sentence, and stays as it is where it is a name, a number or what a product printed.
 * @returns undefined where it is no sentence of this service
 */
export const inGerman = (english: string): string | undefined => translated(english, 0);

function translated(english: string, depth: number): string | undefined {
  const whole = exact.get(english);
  if (whole !== undefined || depth > DEEPEST) return whole;
  for (const { parts, german } of templates) {
    const filled = fillings(english, parts);
    if (filled)
      return put(
        german,
        filled.map((text) => translated(text, depth + 1) ?? text),
      );
  }
  return undefined;
}

/** What stands at the places of a template; undefined where it is not of it. */
function fillings(text: string, parts: readonly string[]): string[] | undefined {
  const [first = '', ...others] = parts;
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return undefined;
  const filled: string[] = [];
  let from = first.length;
  for (const [at, part] of others.entries()) {
    const to = at === others.length - 1 ? text.length - last.length : text.indexOf(part, from);
    if (to < from) return undefined;
    filled.push(text.slice(from, to));
    from = to + part.length;
  }
  return filled;
}

function put(german: string, filled: readonly string[]): string {
  let next = 0;
  return german.replaceAll(/\{(\d?)\}/g, (_, place: string) => filled[place ? Number(place) - 1 : next++] ?? '');
}
