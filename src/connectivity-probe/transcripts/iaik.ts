import { TranscriptNotes } from './transcript-notes.js';

export const isIaik = (text: string): boolean => /ssl\\?_debug\(\d+\): |iaik\.security\.ssl\.|^Begin IAIK Debug/m.test(text);

const PREFIX = /^[>\s]*ssl\\?_debug\(\d+\): /;

/** certificate_request as RFC 8446 spells it: CertificateRequest. */
const named = (snake: string) =>
  snake
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/**
 * Reads the IAIK debug output of PI and PO, as XPI Inspector (example 11) shows it, or the exception alone.
 * @param lines of the trace
 */
export function readIaik(lines: readonly string[]): TranscriptNotes {
  const notes = new TranscriptNotes();
  for (const [at, raw] of lines.entries()) readLine(notes, raw.replace(PREFIX, '').replaceAll(String.raw`\_`, '_'), at + 1);
  // Only who has a certificate proves the key to it.
  const says = (name: string) => notes.steps.some(({ who, says: step }) => who === 'client' && step === name);
  if (says('CertificateVerify')) notes.certificatesSent = 1;
  else if (says('Certificate')) notes.certificatesSent = 0;
  return notes;
}

function readLine(notes: TranscriptNotes, text: string, line: number): void {
  const [, host, port] = /^Sending v3 client_hello message to (\S+?):(\d+)/.exec(text) ?? [];
  if (host) {
    notes.host = host;
    notes.port = Number(port);
  }
  const [, verb, message] = /^(Sending|Received) (?:v3 )?([a-z]+(?:_[a-z]+)*) (?:handshake )?message/.exec(text) ?? [];
  if (message && message !== 'alert') {
    notes.step(verb === 'Sending' ? 'client' : 'server', named(message), line);
    if (message === 'certificate_request') notes.asked = true;
    if (message === 'server_hello_done') notes.flightRead = true;
    if (verb === 'Received' && message === 'finished') notes.handshakeDone = true;
  }
  // Versions are told as on the wire: 3.3 is TLS 1.2.
  const [, minor] = /^Server selected SSL version 3\.([1-4])/.exec(text) ?? [];
  if (minor) notes.version = minor === '1' ? 'TLSv1' : `TLSv1.${Number(minor) - 1}`;
  const [, cipher] = /^CipherSuite selected by server: (\w+)/.exec(text) ?? [];
  if (cipher) notes.cipher = cipher;
  const [, who, level, alert] = /(Received|Peer sent|Sending) alert(?: message)?: Alert (Fatal|Warning): ([a-z ]+)/i.exec(text) ?? [];
  if (alert) notes.alert(who === 'Sending' ? 'client' : 'server', alert.trim(), line, level === 'Fatal');
  const [rejected] = /(?:Peer|Server) certificate rejected by ChainVerifier/.exec(text) ?? [];
  if (rejected) notes.gaveUp('client', rejected, line);
  const [, status, reason = ''] = /^HTTP\/1\.[01] (\d{3}) ?(.*)/.exec(text) ?? [];
  if (status) notes.http = { status: Number(status), reason: reason.trim(), headers: {}, excerpt: '' };
}
