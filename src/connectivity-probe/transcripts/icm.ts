import { TranscriptNotes } from './transcript-notes.js';

export const isIcm = (text: string): boolean => /SSSLERR_|SapSSL|\[Thr \d+\]|0x200010\d\d/.test(text);

/**
 * Reads an ICM or CommonCryptoLib trace (dev_icm, dev_w*). CommonCryptoLib numbers a received alert 0x200010NN, NN being
 * the alert in decimal digits: seen in published traces for 46 and 70, the others follow the pattern.
 * @param lines of the trace
 */
export function readIcm(lines: readonly string[]): TranscriptNotes {
  const notes = new TranscriptNotes();
  for (const [at, text] of lines.entries()) {
    const line = at + 1;
    const [, peer, port] =
      /(?:Connection to|peer|to host|Target Hostname=)[ ="]*([A-Za-z0-9.-]+\.[A-Za-z0-9.-]+)(?::|, port |; port )(\d+)/i.exec(text) ?? [];
    if (peer) {
      notes.host = peer;
      notes.port = Number(port);
    }
    const [, number] = /0x200010(\d\d)\b/.exec(text) ?? [];
    if (number) notes.alert('server', number === '11' ? 116 : Number(number), line);
    const [, words] = /received a fatal (?:TLS|SSL)[v\d.]* (.*?) alert message from the peer/i.exec(text) ?? [];
    if (words) notes.alert('server', words, line);
    const [, code] = /\b(SSSLERR_[A-Z_]+)/.exec(text) ?? [];
    if (code) notes.step('client', code, line);
    if (/SSSLERR_CONN_CLOSED|SSSLRC_CONN_CLOSED/.test(text)) notes.ending ??= 'closed';
    if (/No client certificate|client certificate.*(?:not (?:sent|available|found)|missing)/i.test(text)) {
      notes.asked = true;
      notes.certificatesSent = 0;
    }
    if (/NIECONN_REFUSED/.test(text))
      notes.phase('tcp', 'failed', 'the port does not accept connections (NIECONN_REFUSED)', 'ECONNREFUSED');
    if (/NIEHOST_UNKNOWN/.test(text)) notes.phase('dns', 'failed', 'the name does not resolve (NIEHOST_UNKNOWN)', 'ENOTFOUND');
  }
  return notes;
}
