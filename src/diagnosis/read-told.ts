import type { ProbeReport } from '../connectivity-probe/probe-report.dto.js';
import type { TranscriptPart } from '../connectivity-probe/transcripts/transcript-part.js';
import type { Fact, FactSource } from './fact.js';
import { TELLS_OF_THE_CLIENT } from './look-facts.js';
import type { TextReader } from './read-text.js';

/**
 * Reads a text in which a tool's output stands: what the tool wrote is nobody's words, and its messages are told apart by whether the report of the
 * connection says what they mean. An openssl that knows no authority prints "unable to get local issuer certificate" at every server, sound ones too.
 * @param part of the text that the tool wrote; without one all is read alike
 * @param transcript the connection that it tells
 * @param now milliseconds since 1970
 * @returns facts, with places in the whole text
 */
export function readTold(
  text: string,
  source: FactSource,
  reader: TextReader,
  part: TranscriptPart | undefined,
  transcript: ProbeReport | undefined,
  now: number,
): Fact[] {
  if (!part) return reader.read(text, source, now);
  const { from, to, understood } = part;
  const around = text.slice(0, from) + text.slice(from, to).replaceAll(/[^\n]/g, ' ') + text.slice(to);
  const ofClient = transcript?.tool !== undefined && TELLS_OF_THE_CLIENT.has(transcript.tool);
  const inside = reader.read(text.slice(from, to), source, now).flatMap((fact): Fact[] => {
    const { id, error, offset = 0 } = fact;
    if (!error && !(ofClient && id.startsWith('product:'))) return [];
    const begin = from + offset;
    const isUnderstood = understood.some(([start, end]) => start <= begin && begin <= end);
    return [{ ...fact, offset: begin, ...(error && isUnderstood && { understood: true }) }];
  });
  return [...inside, ...(around.trim() === '' ? [] : reader.read(around, source, now))];
}
