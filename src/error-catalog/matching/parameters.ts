import type { FoldedText } from './fold.js';
import { NOWHERE, type Span } from './span.js';

/** A longer value is no value but the rest of a log. */
const LONGEST_PARAMETER = 200;

/**
 * What stands in the named gaps of a phrase.
 * @param span where the phrase was found
 * @param folded the text
 * @returns the values by the names of the placeholders, trimmed of quotes, brackets and white space
 */
export function parametersOf({ phrase: { pieces, gaps }, starts }: Span, folded: FoldedText): Record<string, string> {
  const parameters: Record<string, string> = {};
  gaps.forEach((gap, index) => {
    if (!gap?.name) return;
    const before = starts[index - 1] ?? NOWHERE;
    const next = starts[index] ?? NOWHERE;
    const from = before === NOWHERE ? undefined : folded.offsetOf(before + (pieces[index - 1]?.literals[0]?.symbols.length ?? 0) - 1) + 1;
    const until = next === NOWHERE ? undefined : folded.offsetOf(next);
    const value = valueBetween(folded.text, from, until);
    if (value) parameters[gap.name] = value;
  });
  return parameters;
}

/** The value of a placeholder; at the end of a phrase it goes on to the end of the line, at its begin it is one word. */
function valueBetween(text: string, from: number | undefined, until: number | undefined): string {
  if (from !== undefined && until !== undefined) return trimmed(text.slice(from, Math.min(until, from + LONGEST_PARAMETER)));
  if (from !== undefined) return trimmed(text.slice(from, from + LONGEST_PARAMETER).split('\n', 1)[0] ?? '');
  if (until !== undefined)
    return trimmed(
      text
        .slice(Math.max(0, until - LONGEST_PARAMETER), until)
        .trimEnd()
        .split(/\s/)
        .at(-1) ?? '',
    );
  return '';
}

const MARKS = new Set(' \t\r\n"\'`<>()[]{}:;,=.');

function trimmed(value: string): string {
  let from = 0;
  let until = value.length;
  while (from < until && MARKS.has(value.charAt(from))) from += 1;
  while (until > from && MARKS.has(value.charAt(until - 1))) until -= 1;
  return value.slice(from, until);
}
