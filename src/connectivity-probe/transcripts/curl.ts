import { flawOf } from './own-flaw.js';
import { toldTime } from './told-names.js';
import { nameFromOpenssl, TranscriptNotes } from './transcript-notes.js';

/** curl's words for messages. */
const MESSAGES: Readonly<Record<string, string>> = {
  'Client hello': 'ClientHello',
  'Server hello': 'ServerHello',
  'Encrypted Extensions': 'EncryptedExtensions',
  'Request CERT': 'CertificateRequest',
  Certificate: 'Certificate',
  'CERT verify': 'CertificateVerify',
  Finished: 'Finished',
  'Server finished': 'ServerHelloDone',
  'Server key exchange': 'ServerKeyExchange',
  'Client key exchange': 'ClientKeyExchange',
  'Newsession Ticket': 'NewSessionTicket',
};

export const isCurl = (text: string): boolean =>
  /^\* (?: *Trying |Connected to |TLSv?[\d.]* \((?:IN|OUT)\)|ALPN|SSL connection using)/m.test(text) || /^curl: \(\d+\)/m.test(text);

/**
 * Reads what `curl -v` printed (built with OpenSSL; with other libraries it shows less).
 * @param lines of the output
 */
export function readCurl(lines: readonly string[]): TranscriptNotes {
  const notes = new TranscriptNotes();
  let inBody = false;
  for (const [at, raw] of lines.entries()) {
    // The progress meter may stand before a line.
    const text = raw.replace(/^.*\d{2}:\d{2}:\d{2}[ -].*?(?=\* )|^.*--:--:-- +\d+(?=\*)/, '').replace(/^\*/, '*');
    readLine(notes, text, at + 1);
    readServer(notes, text, at + 1);
    if (
      /^(?:[*<>{}] |More details here: https:\/\/curl|curl failed to verify|establish a secure connection to it|how to fix it)/.test(text)
    )
      notes.understand(at + 1);
    const [, status, reason = ''] = /^< HTTP\/[\d.]+ (\d{3}) ?(.*)/.exec(text) ?? [];
    if (status) notes.http = { status: Number(status), reason: reason.trim(), headers: {}, excerpt: '' };
    const [, header, value = ''] = /^< ([A-Za-z-]+): (.*)/.exec(text) ?? [];
    if (header && notes.http) notes.http.headers[header.toLowerCase()] = value.trim();
    if (/^<\s*$/.test(text)) inBody = true;
    else if (inBody && !/^[*{}<>] /.test(text)) notes.bodyLine(text, at + 1);
  }
  // Only who has a certificate proves the key to it.
  const says = (name: string) => notes.steps.some(({ who, says: step }) => who === 'client' && step === name);
  if (says('Certificate')) notes.certificatesSent = says('CertificateVerify') ? 1 : 0;
  return notes;
}

/** The server's own certificate, of which curl shows the leaf only, and what curl thinks of it. */
function readServer(notes: TranscriptNotes, text: string, line: number): void {
  const [, field, value = ''] = /^\* {2}(subject|issuer|start date|expire date): (.*)/.exec(text) ?? [];
  if (field === 'subject') notes.told.splice(0, 1, { subject: nameFromOpenssl(value.replaceAll('; ', ', ')), issuer: '' });
  const [leaf] = notes.told;
  if (leaf && field === 'issuer') leaf.issuer = nameFromOpenssl(value.replaceAll('; ', ', '));
  const at = field?.endsWith('date') ? toldTime(value) : undefined;
  if (leaf && at) Object.assign(leaf, field === 'start date' ? { notBefore: at } : { notAfter: at });
  if (/SSL certificate verify ok/.test(text)) notes.checked(undefined, 'SSL certificate verify ok', line, { asked: true });
  const [, ignored] = /SSL certificate verify result: (.*), continuing anyway/.exec(text) ?? [];
  if (ignored) notes.checked(flawOf(ignored) ?? 'other', ignored, line);
  const [, refused] =
    /(?:SSL certificate problem: |server certificate verification failed\.? ?)(.*)/.exec(text) ??
    /SSL: (no alternative certificate subject name .*|certificate subject name .* does not match .*)/.exec(text) ??
    [];
  if (refused !== undefined) notes.checked(flawOf(text) ?? 'other', refused || text, line, { gaveUp: true, asked: true });
}

function readLine(notes: TranscriptNotes, text: string, line: number): void {
  const [, host, port] = /^\* Connected to (\S+) \([^)]*\) port (\d+)/.exec(text) ?? [];
  if (host) {
    notes.begun = true;
    notes.host = host;
    notes.port = Number(port);
    notes.phase('tcp', 'ok', `${host}:${port} accepts connections`);
  }
  const [, direction, kind, name = '', code] = /^\* TLSv?[\d.]* \((IN|OUT)\), TLS (handshake|alert), (.*?) \((\d+)\)/.exec(text) ?? [];
  const who = direction === 'IN' ? 'server' : 'client';
  // curl shows level and number of an alert as one: 560 is 2 * 256 + 48.
  if (kind === 'alert') notes.alert(who, Number(code) & 255, line, Number(code) >> 8 === 2);
  else if (kind) {
    notes.step(who, MESSAGES[name] ?? name, line);
    // Before the server has chosen, curl names what it offers.
    const [, spoken] = /^\* (TLSv[\d.]+) \(IN\)/.exec(text) ?? [];
    if (spoken && name !== 'Server hello') notes.version = spoken === 'TLSv1.0' ? 'TLSv1' : spoken;
    if (name === 'Request CERT') notes.asked = true;
  }
  const [, version, cipher] = /^\* SSL connection using (TLSv[\d.]+) \/ (\S+)/.exec(text) ?? [];
  if (version) {
    notes.version = version === 'TLSv1.0' ? 'TLSv1' : version;
    notes.cipher = cipher;
    notes.handshakeDone = true;
  }
  const [, alpn] = /^\* ALPN:? (?:server accepted|, server accepted to use) (\S+)/.exec(text) ?? [];
  if (alpn) notes.alpn = alpn.replace(/\.$/, '');
  const [, exit, why = ''] = /^curl: \((\d+)\) (.*)/.exec(text) ?? [];
  // Of these it is known what they stand for: an alert, a check of the server, an end of the connection.
  if (exit && (['6', '7', '28', '52'].includes(exit) || / alert |unexpected eof|reset by peer|wrong version number/.test(why)))
    notes.understand(line);
  if (exit === '6') notes.phase('dns', 'failed', why, 'ENOTFOUND');
  if (exit === '7') notes.phase('tcp', 'failed', why, /refused/i.test(why) ? 'ECONNREFUSED' : 'ETIMEDOUT');
  if (exit === '28') notes.phase('tcp', 'failed', why, 'ETIMEDOUT');
  if (exit === '5' || exit === '97' || /CONNECT tunnel failed|HTTP code 407 from proxy/.test(text))
    notes.phase('proxy', 'failed', why || text.slice(0, 200), 'PROXY');
  if (exit === '52' || /unexpected eof/.test(text)) notes.ending ??= 'closed';
  if (/Connection reset by peer|errno 104/.test(text)) notes.ending = 'reset';
  if (/wrong version number|packet length too long/.test(text)) notes.ending = 'not-tls';
}
