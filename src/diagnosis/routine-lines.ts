import { isFieldOfATicket, isNextLetter, isPolite, isSignOff } from './correspondence.js';

/** The place of something in a text. */
export interface Place {
  offset?: number;
  length?: number;
}

/**
 * How a line begins that a program wrote: with a time, a thread, a level, an address, a JSON object, logfmt or a field of a table, maybe behind the name of
 * a container; or it is a frame of a stack, or stands in an indented block.
 */
const OF_A_PROGRAM =
  /^(?:[\w.-]{1,40} {1,12}\| ?)?(?: {4}|\t|[ \t]{0,3}(?:[[<(]?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d[-/.]\d\d[-/.]\d{2,4}|\d\d:\d\d:\d\d|[A-Z][a-z]{2} [A-Z]?[a-z]{0,2} ?[ \d]\d \d\d:\d\d)|\[[\w ,.:#/$-]{1,60}\]|[IWEFD]\d{4} |\{"|(?:level|ts|time|timestamp)=|(?:INFO|DEBUG|TRACE|NOTICE|WARN|WARNING)\b|\d{1,3}(?:\.\d{1,3}){3} \S{1,40} \S{1,40} \[|[A-Z][\w ]{1,24}: {2,}|File "|at [\w$.<>/@`-]{3,200}\(|\.\.\. \d{1,4} more))/;

/** What tells of trouble or of this field, in whatever case. */
const TELLS =
  /error|err_|fatal|severe|critical|fail|denied|deny|refus|reject|exception|alert|invalid|unable|cannot|can't|could not|unknown|missing|expired|revoked|untrust|mismatch|unauth|forbidden|timed? ?out|abort|reset|certif|cert\b|\btls|ssl|x\.?509|key ?store|trust ?store|handshake|pkix|\bpse\b|\bca\b|cipher|\.pem|\.p12|\.jks|\.crt/i;

/** A program that says so tells of trouble; in a letter everybody says so. */
const NOT = /\bnot\b/i;

/** A line that is longer tells something, or is no line of a log. */
const LONGEST_LINE = 2000;

/** So much of a text is looked through for what somebody tells; behind it a log is the business of messages and circumstances. */
const LOOKED_THROUGH = 200_000;

/**
 * Leaves out the lines that a program or a letter has anyway, in which are neither trouble nor certificates nor a known message: their words tell of the
 * program or the writer and not of the fault.
 * @param text what was pasted
 * @param messages the places of messages in it, in its order
 * @param most so many characters are kept
 * @returns what is left, with the places of the messages in it
 */
export function withoutRoutine(text: string, messages: readonly Place[], most: number): { text: string; messages: readonly Place[] } {
  const end = Math.min(text.length, LOOKED_THROUGH);
  let kept = '';
  /** From where on lines are kept that are not copied yet. */
  let from = 0;
  /** How many messages have begun, and where the last of these ends. */
  let begun = 0;
  let messageEnd = 0;
  let signedOff = false;
  const moved: Place[] = [];
  for (let at = 0; at < end && kept.length + at - from < most;) {
    const newline = text.indexOf('\n', at);
    const behind = newline < 0 ? text.length : newline + 1;
    const first = begun;
    for (; begun < messages.length && (messages[begun]?.offset ?? 0) < behind; begun++)
      messageEnd = Math.max(messageEnd, endOf(messages[begun] as Place));
    const line = text.slice(at, Math.min(behind, at + LONGEST_LINE)).trimEnd();
    if (isNextLetter(line) || line.startsWith('>')) signedOff = false;
    if (messageEnd <= at && isRoutine(line, signedOff)) {
      kept += text.slice(from, at);
      from = behind;
    }
    for (const message of messages.slice(first, begun)) moved.push({ ...message, offset: (message.offset ?? 0) - from + kept.length });
    if (isSignOff(line)) signedOff = true;
    at = behind;
  }
  return from === 0 ? { text, messages } : { text: kept + text.slice(from, from + most - kept.length), messages: moved };
}

/** Whether a line says nothing of a fault, be it a program's or one of a letter. */
const isRoutine = (line: string, signedOff: boolean): boolean =>
  line.length < LONGEST_LINE &&
  !TELLS.test(line) &&
  (signedOff ||
    isSignOff(line) ||
    isNextLetter(line) ||
    isFieldOfATicket(line) ||
    isPolite(line) ||
    (OF_A_PROGRAM.test(line) && !NOT.test(line)));

const endOf = ({ offset = 0, length = 0 }: Place) => offset + length;
