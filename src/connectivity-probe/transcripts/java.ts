import { flawOf } from './own-flaw.js';
import { toldTime } from './told-names.js';
import { nameFromJava, TranscriptNotes } from './transcript-notes.js';

export const isJava = (text: string): boolean =>
  /^javax\.net\.ssl\|/m.test(text) || /^\*\*\* (?:ClientHello|ServerHello|CertificateRequest)/m.test(text);

/**
 * Reads `-Djavax.net.debug=ssl,handshake`: the form of JDK 11 and later, and that of JDK 8 and SAP's JVM before.
 * @param lines of the trace
 */
export function readJava(lines: readonly string[]): TranscriptNotes {
  const notes = new TranscriptNotes();
  const place: Place = { block: '', inNames: false, inList: false };
  for (const [at, text] of lines.entries()) {
    readEvent(notes, place, text, at + 1);
    readOwn(notes, place, text, at + 1);
    readCertificate(notes, place, text.trim());
    readBlock(notes, place, text.trim());
    readOldForm(notes, place, text.trim(), at + 1);
    const [, status, reason = ''] = /^HTTP\/1\.[01] (\d{3}) ?(.*)/.exec(text) ?? [];
    if (status) notes.http = { status: Number(status), reason: reason.trim(), headers: {}, excerpt: '' };
  }
  notes.noneFits = place.noneFits === true && notes.certificatesSent === 0;
  return notes;
}

interface Place {
  /** The message whose content is being printed, with a mark before it when it is ours. */
  block: string;
  inNames: boolean;
  inList: boolean;
  alertLine?: number;
  /** Whether a key store is at hand, and whether nothing in it was found fit. */
  hasKeys?: boolean;
  noneFits?: boolean;
}

/** When a line was written. */
const TIME = /^javax\.net\.ssl\|[A-Z]+\|[^|]*\|[^|]*\|([\d-]+ [\d:.]+ UTC)\|/;

/** Why JSSE ends a handshake when it does not take the server's certificate. */
const OWN_CHECK = /Fatal \((?:CERTIFICATE_\w+|BAD_CERTIFICATE|UNKNOWN_CA)\): (.*?)(?: \($|$)/;

function readOwn(notes: TranscriptNotes, place: Place, text: string, line: number): void {
  // A trace is made of events and what they hold, set off by marks; what else stands there the program wrote.
  if (/^(?:javax\.net\.ssl\||[\s"{}()[\],])/.test(text)) notes.understand(line);
  notes.at ??= toldTime(TIME.exec(text)?.[1] ?? '');
  const [, why] = OWN_CHECK.exec(text) ?? [];
  if (why !== undefined && !why.startsWith('Received fatal alert'))
    notes.checked(flawOf(why) ?? 'other', why, line, { gaveUp: true, asked: true });
  // The exception says once more what the trace has said.
  if (
    /(?:Exception|Error)[:: ].*(?:Received fatal alert|PKIX path|certification path|No (?:subject alternative|name matching)|Broken pipe|Connection reset)/.test(
      text,
    ) ||
    /Unsupported or unrecognized SSL message|Remote host (?:terminated|closed)/.test(text)
  )
    notes.understand(line);
  const [, host] = /type=host_name \(0\), value=([A-Za-z0-9.-]+)/.exec(text) ?? [];
  if (host && !notes.host) notes.host = host;
  const [, manager] = /X509KeyManager class: .*?(\w+)$/.exec(text.trim()) ?? [];
  if (manager) place.hasKeys = manager !== 'DummyX509KeyManager';
  if (place.hasKeys && /No X\.509 cert selected for/.test(text)) place.noneFits = true;
}

/** A certificate in the middle of a message, field by field. */
function readCertificate(notes: TranscriptNotes, place: Place, text: string): void {
  const list = place.block === 'server Certificate' ? notes.told : place.block === 'client Certificate' ? notes.sent : undefined;
  if (!list) return;
  if (/^"certificate" *: *\{/.test(text)) list.push({ subject: '', issuer: '' });
  const last = list.at(-1);
  const [, field, value = ''] = /^"(subject|issuer|not before|not {2}after)" *: *"(.*)"/.exec(text) ?? [];
  if (!last || list.length > MOST_TOLD) return;
  if (field === 'subject' || field === 'issuer') last[field] = nameFromJava(value);
  else if (field) Object.assign(last, { [field === 'not before' ? 'notBefore' : 'notAfter']: toldTime(value) });
  const [, name] = /^(?:DNSName|IPAddress): (\S+)/.exec(text) ?? [];
  if (name) (last.names ??= []).push(name);
  if (/^(?:serverAuth|clientAuth|anyExtendedKeyUsage)$/.test(text)) (last.usages ??= []).push(text);
}

/** A chain of more certificates is none. */
const MOST_TOLD = 20;

function readEvent(notes: TranscriptNotes, place: Place, text: string, line: number): void {
  const [, verb, what] = /\|(Produced|Consuming) (.*?)(?: handshake)? message/.exec(text) ?? [];
  if (verb && what) {
    const who = verb === 'Produced' ? 'client' : 'server';
    const name = what.replace(/^(?:client|server) /, '').replaceAll(' ', '');
    notes.step(who, name, line);
    place.block = `${who} ${name}`;
    place.inNames = false;
    place.inList = false;
    if (name === 'ClientHello') notes.begun = true;
    if (name === 'Certificate' && who === 'server') {
      notes.told.splice(0);
      notes.toldWhole = true;
    }
    if (name === 'Certificate' && who === 'client') notes.sent.splice(0);
    if (name === 'CertificateRequest' && who === 'server') notes.asked = true;
    if (name === 'Certificate' && who === 'client') notes.certificatesSent = 0;
    if (name === 'Finished' && who === 'server') notes.flightRead = true;
    if (name === 'Finished' && (who === 'server' ? notes.version !== 'TLSv1.3' : notes.version === 'TLSv1.3')) notes.handshakeDone = true;
  }
  if (/\|Received alert message/.test(text)) Object.assign(place, { block: 'alert', alertLine: line });
  const [, old] = /\|Raised by (\w+)|Fatal \((\w+)\)/.exec(text) ?? [];
  if (old && /\|Fatal \(/.test(text)) notes.alert('client', old, line);
  if (/Remote host (?:terminated the handshake|closed connection)|SSL peer shut down incorrectly/.test(text)) notes.ending ??= 'closed';
  if (/Connection reset|Broken pipe/.test(text)) notes.ending = 'reset';
  if (/Unsupported or unrecognized SSL message/.test(text)) notes.ending = 'not-tls';
  const [, exception] = /Received fatal alert: (\w+)/.exec(text) ?? [];
  if (exception) notes.alert('server', exception, line);
  if (/java\.net\.ConnectException/.test(text)) notes.phase('tcp', 'failed', text.trim().slice(0, 200), 'ECONNREFUSED');
  if (/java\.net\.UnknownHostException/.test(text)) notes.phase('dns', 'failed', text.trim().slice(0, 200), 'ENOTFOUND');
}

function readBlock(notes: TranscriptNotes, place: Place, text: string): void {
  if (place.block === 'alert') {
    const [, name] = /^"description": *"(\w+)"/.exec(text) ?? [];
    if (name) {
      notes.alert('server', name, place.alertLine ?? 1, name !== 'user_canceled' && name !== 'close_notify');
      place.block = '';
    }
    return;
  }
  if (place.block === 'server ServerHello') {
    const [, version] = /^"(?:server version|selected version)" *: *\[?"?(TLSv[\d.]+)/.exec(text) ?? [];
    if (version) notes.version = version;
    const [, cipher] = /^"cipher suite" *: *"(\w+)/.exec(text) ?? [];
    if (cipher) notes.cipher = cipher;
  }
  if (place.block === 'server CertificateRequest') readRequest(notes, place, text);
  if (place.block === 'client Certificate' && notes.certificatesSent !== undefined && text.startsWith('"subject"'))
    notes.certificatesSent++;
}

function readRequest(notes: TranscriptNotes, place: Place, text: string): void {
  const [, schemes] = /^"(?:signature schemes|supported signature algorithms)" *: *\[(.*?)\]/.exec(text) ?? [];
  if (schemes && notes.signatureAlgorithms.length === 0) notes.signatureAlgorithms = schemes.split(/, */);
  const [, types] = /^"certificate types" *: *\[(.*?)\]/.exec(text) ?? [];
  if (types) notes.certificateTypes = types.split(/, */);
  const [, inline] = /^"certificate authorities" *: *\[(.*)/.exec(text) ?? [];
  if (inline !== undefined) {
    place.inNames = !inline.includes(']');
    // JDK 17 prints all names in one line; each begins anew with the type that the first began with.
    const list = inline.replace(/\]$/, '');
    const [type = 'CN'] = /^[A-Za-z0-9.]+(?==)/.exec(list) ?? [];
    for (const name of list.split(new RegExp(`, (?=${type}=)`))) notes.authority(nameFromJava(name.trim()));
  } else if (place.inNames && /^[A-Za-z0-9.]+=/.test(text)) notes.authority(nameFromJava(text.replace(/,$/, '').replace(/\]$/, '')));
  else if (place.inNames && /^[\]}]/.test(text)) place.inNames = false;
}

/** JDK 8: `*** CertificateRequest`, `Cert Authorities:`, `<CN=...>`, `main, RECV TLSv1.2 ALERT:  fatal, handshake_failure`. */
function readOldForm(notes: TranscriptNotes, place: Place, text: string, line: number): void {
  const [, name, version] = /^\*\*\* (\w+)(?:, (TLSv[\d.]+))?/.exec(text) ?? [];
  if (name) {
    const who =
      ['ClientHello', 'ClientKeyExchange', 'ECDHClientKeyExchange'].includes(name) ||
      (name === 'Certificate' && notes.steps.at(-1)?.says === 'ServerHelloDone')
        ? 'client'
        : 'server';
    notes.step(who, name, line);
    place.block = `old ${who} ${name}`;
    if (name === 'ServerHello' && version) notes.version = version;
    if (name === 'CertificateRequest') notes.asked = true;
    if (name === 'Finished') notes.handshakeDone = notes.steps.filter(({ says }) => says === 'Finished').length > 1;
  }
  if (!place.block.startsWith('old')) return;
  const [, cipher] = /^Cipher Suite: (\w+)/.exec(text) ?? [];
  if (cipher && place.block.endsWith('ServerHello')) notes.cipher = cipher;
  const [, authority] = /^<(.*=.*)>$/.exec(text) ?? [];
  if (authority && place.block.endsWith('CertificateRequest')) notes.authority(nameFromJava(authority));
  if (place.block === 'old client Certificate' && text === '<Empty>') notes.certificatesSent = 0;
  if (place.block === 'old client Certificate' && text.startsWith('chain [')) notes.certificatesSent = (notes.certificatesSent ?? 0) + 1;
  const [, level, alert] = /(?:RECV|READ:) TLSv[\d.]+ ALERT: +(fatal|warning), (\w+)/.exec(text) ?? [];
  if (alert) notes.alert('server', alert, line, level === 'fatal');
}
