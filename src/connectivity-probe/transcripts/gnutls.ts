import { flawOf } from './own-flaw.js';
import { toldTime } from './told-names.js';
import { TranscriptNotes } from './transcript-notes.js';

const CIPHERS: Readonly<Record<string, string>> = {
  'AES-256-GCM': 'TLS_AES_256_GCM_SHA384',
  'AES-128-GCM': 'TLS_AES_128_GCM_SHA256',
  'CHACHA20-POLY1305': 'TLS_CHACHA20_POLY1305_SHA256',
};

export const isGnutls = (text: string): boolean =>
  /^Processed \d+ CA certificate|^- Certificate type: X\.509|^\*\*\* Received alert \[\d+\]/m.test(text);

/**
 * Reads what `gnutls-cli` printed.
 * @param lines of the output
 */
export function readGnutls(lines: readonly string[]): TranscriptNotes {
  const notes = new TranscriptNotes();
  let anchors = 0;
  for (const [at, text] of lines.entries()) {
    const line = at + 1;
    anchors = Number(/^Processed (\d+) CA certificate/.exec(text)?.[1] ?? anchors);
    if (
      /^(?:Processed|Resolving|- |\*\*\* (?:Received alert|Server has term|Fatal error: (?:A TLS fatal|An unexpected TLS)|PKI)|\|<)/.test(
        text,
      )
    )
      notes.understand(line);
    readServer(notes, text, line, anchors > 0);
    const [, host, port] = /^Connecting to '(.*):(\d+)'/.exec(text) ?? [];
    if (host) {
      notes.begun = true;
      notes.host = host;
      notes.port = Number(port);
      notes.step('client', 'ClientHello', line);
    }
    const [, sent] = /^- Successfully sent (\d+) certificate/.exec(text) ?? [];
    if (sent) {
      // It is said only to a server that asked.
      notes.asked = true;
      notes.certificatesSent = Number(sent);
    }
    if (text.startsWith('- Server has requested a certificate')) {
      notes.asked = true;
      notes.step('server', 'CertificateRequest', line);
    }
    if (sent && !notes.steps.some(({ says }) => says === 'Certificate')) notes.step('client', 'Certificate', line);
    const [, version, key = ''] = /^- Description: \((TLS[\d.]+).*?\)-.*\(([A-Z0-9-]+)\)$/.exec(text) ?? [];
    if (version) {
      notes.version = version === 'TLS1.0' ? 'TLSv1' : version.replace('TLS', 'TLSv');
      notes.cipher = notes.version === 'TLSv1.3' ? CIPHERS[key] : key;
    }
    if (text.startsWith('- Handshake was completed')) notes.handshakeDone = true;
    const [, alert] = /^\*\*\* Received alert \[(\d+)\]/.exec(text) ?? [];
    if (alert) notes.alert('server', Number(alert), line);
    const [, status, reason = ''] = /^HTTP\/1\.[01] (\d{3}) ?(.*)/.exec(text) ?? [];
    if (status) {
      notes.understand(line);
      notes.http = { status: Number(status), reason: reason.trim(), headers: {}, excerpt: '' };
    } else if (!/^(?:- |\*\*\* )/.test(text)) notes.bodyLine(text, line);
    if (/connection was non-properly terminated|Server has terminated the connection abnormally/.test(text)) notes.ending ??= 'closed';
    if (/Connection refused/.test(text)) notes.phase('tcp', 'failed', 'the port does not accept connections', 'ECONNREFUSED');
    if (/Cannot resolve|Name or service not known/.test(text)) notes.phase('dns', 'failed', 'the name does not resolve', 'ENOTFOUND');
    if (/An unexpected TLS packet was received/.test(text)) notes.ending = 'not-tls';
  }
  return notes;
}

/** Each certificate in one line, and what gnutls-cli thinks of them; with --insecure it goes on all the same. */
function readServer(notes: TranscriptNotes, text: string, line: number, trusts: boolean): void {
  if (text.startsWith('- Got a certificate list of')) notes.toldWhole = true;
  const [, subject, issuer = ''] = /^ - subject `(.*?)', issuer `(.*?)', /.exec(text) ?? [];
  if (subject !== undefined) {
    const [, from = '', to = ''] = /activated `(.*?)', expires `(.*?)'/.exec(text) ?? [];
    notes.told.push({ subject, issuer, ...timesOf(from, to) });
    notes.understand(line);
  }
  if (text.startsWith('- Status: The certificate is trusted')) notes.checked(undefined, text.slice(10), line, { asked: true });
  const [, why] = /^- Status: The certificate is NOT trusted\. (.*)/.exec(text) ?? [];
  if (why !== undefined) {
    const flaw = flawOf(why) ?? 'other';
    notes.checked(flaw, why.trim(), line, { asked: trusts || flaw === 'name-mismatch' });
  }
  if (text.startsWith('*** Fatal error: Error in the certificate'))
    notes.checked('other', 'Error in the certificate', line, { gaveUp: true });
}

function timesOf(from: string, to: string) {
  const [notBefore, notAfter] = [toldTime(from), toldTime(to)];
  return { ...(notBefore && { notBefore }), ...(notAfter && { notAfter }) };
}
