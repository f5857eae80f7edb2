/** The part of a text that a tool wrote. */
export interface TranscriptPart {
  from: number;
  to: number;
  /** Begin and end of each line whose meaning is in the report of the connection. */
  understood: readonly (readonly [from: number, to: number])[];
}

/**
 * Finds what a tool wrote in a text: from the first line that was understood to the last.
 * @param understood numbers of lines, from 1
 */
export function partOf(text: string, understood: ReadonlySet<number>): TranscriptPart {
  const spans: [number, number][] = [];
  let from = 0;
  for (let line = 1; from <= text.length; line++) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    if (understood.has(line)) spans.push([from, to]);
    from = to + 1;
  }
  return { from: spans[0]?.[0] ?? 0, to: spans.at(-1)?.[1] ?? 0, understood: spans };
}
