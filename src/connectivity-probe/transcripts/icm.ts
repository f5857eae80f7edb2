import { TranscriptNotes } from './transcript-notes.js';

export const isIcm = (text: string): boolean => /SSSLERR_|SapSSL|\[Thr \d+\]|0x200010\d\d/.test(text);

/** What SAPSSL says when it refuses the peer itself. */
const OWN_VERDICTS = /\b(SSSLERR_(?:SERVER_CERT_MISMATCH|PEER_CERT_UNTRUSTED|PEER_CERT_EXPIRED|PEER_CERT_INVALID|CERT_VERIFY_FAILED)\w*)/;

/** Each line of which anything is noted holds one of these; the others, nearly all of a log, are passed over. */
const TELLING = /0x2000|SSSL|SSL_|csuite_name|auth_type|NIE|cert|received a fatal|hostname|to host|peer|connection to|handshake with/i;

/**
 * Reads an ICM or CommonCryptoLib trace (dev_icm, dev_w*, dev_webdisp), of a connection that SAP opened or took.
 * CommonCryptoLib numbers a received alert 0x200010NN, NN being the alert in decimal digits: seen in published traces for
 * 46 and 70, the others follow the pattern.
 * @param lines of the trace
 */
export function readIcm(lines: readonly string[]): TranscriptNotes {
  const notes = new TranscriptNotes();
  // Where SAP is the server, the peer whose alerts arrive is the client.
  const isServer = lines.some((text) => /SSL_accept\(\)|SSSLERR_SSL_ACCEPT|IcmConnInitServerSSL|role=2 \(SERVER\)/.test(text));
  for (const [at, text] of lines.entries()) if (TELLING.test(text)) readLine(notes, text, at + 1, isServer ? 'client' : 'server');
  return notes;
}

function readLine(notes: TranscriptNotes, text: string, line: number, peer: 'client' | 'server'): void {
  readPeer(notes, text);
  const own = peer === 'server' ? 'client' : 'server';
  const [, number] = /0x200010(\d\d)\b/.exec(text) ?? [];
  if (number) notes.alert(peer, number === '11' ? 116 : Number(number), line);
  const [, words] = /received a fatal (?:TLS|SSL)[v\d.]* (.*?) alert message from the peer/i.exec(text) ?? [];
  if (words) notes.alert(peer, words, line);
  const [, code] = /\b(SSSLERR_[A-Z_]+)/.exec(text) ?? [];
  if (code) notes.step(own, code, line);
  const [verdict] = OWN_VERDICTS.exec(text) ?? [];
  if (verdict) notes.gaveUp(own, verdict, line);
  const [, state] = /SSL_get_state\(\)==0x[0-9A-Fa-f]+ "([^"]{1,80})"/.exec(text) ?? [];
  if (state) notes.step(own, `was in the state "${state}"`, line);
  const [, suite] = /\bcsuite_name += "(\w{1,80})"/.exec(text) ?? [];
  if (suite) {
    notes.cipher = suite;
    notes.handshakeDone = true;
  }
  if (/auth_type=[12] \((?:ASK|REQUIRE)_CLIENT_CERT\)/.test(text)) {
    notes.asked = true;
    notes.step('server', 'CertificateRequest', line);
  }
  if (/SSSLERR_CONN_CLOSED|SSSLRC_CONN_CLOSED/.test(text)) notes.ending ??= 'closed';
  if (
    /cert_len += <no cert>|client did not sen[dt] any cert|No client certificate|client certificate.{0,80}(?:not (?:sent|available|found)|missing)/i.test(
      text,
    )
  ) {
    notes.asked = true;
    notes.certificatesSent = 0;
  }
  if (/NIECONN_REFUSED/.test(text)) notes.phase('tcp', 'failed', 'the port does not accept connections (NIECONN_REFUSED)', 'ECONNREFUSED');
  if (/NIEHOST_UNKNOWN/.test(text)) notes.phase('dns', 'failed', 'the name does not resolve (NIEHOST_UNKNOWN)', 'ENOTFOUND');
}

function readPeer(notes: TranscriptNotes, text: string): void {
  const [, target] = /Target ?Hostname *= *"([A-Za-z0-9.-]{1,253})"/i.exec(text) ?? [];
  if (target) notes.host = target;
  const [, host, port] =
    /(?:Connection to|peer|to host|SSL handshake with)[ ="]*([A-Za-z0-9.-]+\.[A-Za-z0-9.-]+)(?::|, port |; port )(\d{1,5})/i.exec(text) ??
    [];
  if (!host) return;
  // The address of the peer is less than its name.
  if (!notes.host || !/^[\d.]+$/.test(host)) notes.host = host;
  notes.port = Number(port);
}
