import { flawOf, flawOfNumber } from './own-flaw.js';
import { toldTime } from './told-names.js';
import { nameFromOpenssl, TranscriptNotes } from './transcript-notes.js';

/** OpenSSL's own spelling of signature algorithms, in IANA's names. */
const SCHEMES: Readonly<Record<string, string>> = {
  'ECDSA+SHA256': 'ecdsa_secp256r1_sha256',
  'ECDSA+SHA384': 'ecdsa_secp384r1_sha384',
  'ECDSA+SHA512': 'ecdsa_secp521r1_sha512',
  'ECDSA+SHA224': 'ecdsa_sha224',
  'ECDSA+SHA1': 'ecdsa_sha1',
  Ed25519: 'ed25519',
  Ed448: 'ed448',
  'RSA-PSS+SHA256': 'rsa_pss_rsae_sha256',
  'RSA-PSS+SHA384': 'rsa_pss_rsae_sha384',
  'RSA-PSS+SHA512': 'rsa_pss_rsae_sha512',
  'RSA+SHA256': 'rsa_pkcs1_sha256',
  'RSA+SHA384': 'rsa_pkcs1_sha384',
  'RSA+SHA512': 'rsa_pkcs1_sha512',
  'RSA+SHA224': 'rsa_pkcs1_sha224',
  'RSA+SHA1': 'rsa_pkcs1_sha1',
  'DSA+SHA256': 'dsa_sha256',
  'DSA+SHA384': 'dsa_sha384',
  'DSA+SHA512': 'dsa_sha512',
  'DSA+SHA224': 'dsa_sha224',
  'DSA+SHA1': 'dsa_sha1',
};

const TYPES: Readonly<Record<string, string>> = {
  'RSA sign': 'rsa_sign',
  'DSA sign': 'dss_sign',
  'ECDSA sign': 'ecdsa_sign',
  'RSA fixed DH': 'rsa_fixed_dh',
  'DSS fixed DH': 'dss_fixed_dh',
};

/** A line that looks like a name in the list of acceptable issuers. */
const NAME = /^(?:\/[A-Za-z0-9.]+=|[A-Za-z0-9.]+ ?= ?)/;

/** An error, which comes by another stream and may break into any line. */
const OF_STDERR = /:error:[0-9A-Fa-f]{8}:/;

export const isOpenssl = (text: string): boolean =>
  /^CONNECTED\([0-9A-Fa-f]+\)/m.test(text) ||
  /^(?:Acceptable client certificate CA names|No client certificate CA names sent)/m.test(text) ||
  /s_client|^connect:errno=|BIO_connect/m.test(text);

/**
 * Reads what `openssl s_client` printed (1.1.1 to 3.x; with -msg, -trace, -state or none of them).
 * @param lines of the output
 */
export function readOpenssl(lines: readonly string[]): TranscriptNotes {
  const notes = new TranscriptNotes();
  let pem: string | undefined;
  let inNames = false;
  let direction: 'client' | 'server' = 'server';
  let inChain = false;
  // Where the command stands above its output, it says whom openssl was told to trust.
  const trusts = lines.some((line) => / s_client .*-(?:CAfile|CApath|CAstore)\b/.test(line));
  for (const [at, text] of lines.entries()) {
    const line = at + 1;
    // What the server answers is a page, even where it shows certificates.
    if (notes.http) readEnd(notes, text, line);
    else if (text.startsWith('-----BEGIN CERTIFICATE-----')) pem = '';
    else if (text.startsWith('-----END CERTIFICATE-----')) {
      // The leaf is printed twice, in the chain and as the server's certificate; -trace prints the client's own too.
      if (pem && direction === 'server' && !notes.chain.includes(pem)) notes.chain.push(pem);
      pem = undefined;
    } else if (pem !== undefined && OF_STDERR.test(text)) {
      pem = undefined;
      readFact(notes, text, line);
    } else if (pem !== undefined) pem += text.trim();
    else if (text.startsWith('CONNECTED(')) {
      notes.begun = true;
      notes.understand(line);
      notes.phase('tcp', 'ok', 'the port accepts connections');
    } else if (text === 'Certificate chain') {
      inChain = true;
      notes.toldWhole = true;
    } else if (inChain && text !== '---') readListed(notes, text);
    else if (text === 'Acceptable client certificate CA names') {
      inNames = true;
      asked(notes, line);
    } else if (inNames && NAME.test(text)) notes.authority(nameFromOpenssl(text.trim()));
    else {
      inNames = false;
      inChain = false;
      readCheck(notes, text, line, trusts);
      readFact(notes, text, line);
      direction = readMessage(notes, text, line, direction);
    }
  }
  return notes;
}

/** ` 0 s:` and `   i:` are subject and issuer, also of those that only -showcerts prints; `   v:` stands there since OpenSSL 3. */
function readListed(notes: TranscriptNotes, text: string): void {
  const [, subject] = /^ *\d+ s:(.*)/.exec(text) ?? [];
  if (subject !== undefined) notes.told.push({ subject: nameFromOpenssl(subject.trim()), issuer: '' });
  const last = notes.told.at(-1);
  if (!last) return;
  const [, issuer] = /^ +i:(.*)/.exec(text) ?? [];
  if (issuer !== undefined) last.issuer = nameFromOpenssl(issuer.trim());
  const [, from, to] = /^ +v:NotBefore: (.*?); NotAfter: (.*)/.exec(text) ?? [];
  if (from && to) Object.assign(last, { notBefore: toldTime(from), notAfter: toldTime(to) });
}

/** What openssl itself thinks of the server: it goes on all the same, unless -verify_return_error says otherwise. */
function readCheck(notes: TranscriptNotes, text: string, line: number, trusts: boolean): void {
  if (/^(?:depth=\d|verify return:|Verif(?:ication|y|ied)|Connecting to |Can't use SSL_get_servername|(?:---|DONE|Q|closed)$)/.test(text))
    notes.understand(line);
  const [, number, words = ''] = /^verify error:num=(\d+):(.*)/.exec(text) ?? /Verify return code: (\d+) \((.*)\)/.exec(text) ?? [];
  // Without a certificate there was nothing to check.
  if (number && (Number(number) > 0 || notes.told.length > 0)) {
    const flaw = flawOfNumber(Number(number));
    const ofTrust = flaw === 'issuer-unknown' || flaw === 'self-signed';
    notes.checked(flaw, words, line, { asked: !ofTrust || trusts });
  }
  if (/certificate verify failed/.test(text)) notes.checked(flawOf(text), 'certificate verify failed', line, { gaveUp: true });
  const [, host, port] = / s_client .*-connect ["']?\[?([A-Za-z0-9.:-]+?)\]?:(\d+)/.exec(text) ?? [];
  if (host) {
    notes.understand(line);
    notes.host = / -servername ["']?([A-Za-z0-9.-]+)/.exec(text)?.[1] ?? host;
    notes.port = Number(port);
  }
}

function asked(notes: TranscriptNotes, line: number): void {
  if (!notes.asked && !notes.steps.some(({ says }) => says === 'CertificateRequest')) notes.step('server', 'CertificateRequest', line);
  notes.asked = true;
}

/** Behind the answer only the end of the connection is openssl's own. */
function readEnd(notes: TranscriptNotes, text: string, line: number): void {
  if (/:error:[0-9A-F]{8}:|^(?:read|write):errno=/.test(text)) readFact(notes, text, line);
  else notes.bodyLine(text, line);
}

function readFact(notes: TranscriptNotes, text: string, line: number): void {
  const [, schemes] = /^Requested Signature Algorithms: (.*)/.exec(text) ?? [];
  // OpenSSL 3 names pss_pss and others as IANA does.
  if (schemes) {
    asked(notes, line);
    notes.signatureAlgorithms = schemes.split(':').map((scheme) => SCHEMES[scheme] ?? scheme);
  }
  const [, types] = /^Client Certificate Types: (.*)/.exec(text) ?? [];
  if (types) {
    asked(notes, line);
    notes.certificateTypes = types.split(', ').map((type) => TYPES[type] ?? type);
  }
  const [, version, cipher] =
    /^New, (TLSv[\d.]+|SSLv3), Cipher is (\S+)/.exec(text) ?? /^Reused, (TLSv[\d.]+), Cipher is (\S+)/.exec(text) ?? [];
  if (version && cipher !== '(NONE)') {
    notes.version = version === 'TLSv1.0' ? 'TLSv1' : version;
    notes.cipher = cipher;
    notes.handshakeDone = true;
  }
  // A session block says which version it was; OpenSSL writes "TLSv1.2" in "New," also for older ones.
  const [, protocol] = /^ {4}Protocol {2}: (TLSv[\d.]+)/.exec(text) ?? [];
  if (protocol) notes.version = protocol;
  const [, alpn] = /^ALPN protocol: (\S+)/.exec(text) ?? [];
  if (alpn) notes.alpn = alpn;
  const [, number] = /SSL alert number (\d+)/.exec(text) ?? [];
  if (number) notes.alert('server', Number(number), line);
  if (/^(?:read|write):errno=(?!0\b)|Connection reset|unexpected eof|^read:errno=0/.test(text)) {
    notes.understand(line);
    notes.ending = /errno=104|reset/.test(text) ? 'reset' : 'closed';
  }
  if (/wrong version number|packet length too long/.test(text)) {
    notes.understand(line);
    notes.ending = 'not-tls';
  }
  const [, errno] = /^connect:errno=(\d+)|:connect:Connection (refused)/.exec(text) ?? [];
  if (errno || /Connection refused|No route to host|Connection timed out/.test(text))
    notes.phase('tcp', 'failed', 'the port does not accept connections', 'ECONNREFUSED');
  if (/Name or service not known|nodename nor servname|getaddrinfo/.test(text))
    notes.phase('dns', 'failed', 'the name does not resolve', 'ENOTFOUND');
  // A session ticket that arrives meanwhile is dumped into the same line.
  const [, status, reason = ''] = /HTTP\/1\.[01] (\d{3})\b ?(.*)/.exec(text) ?? [];
  if (status) {
    notes.understand(line);
    notes.http = { status: Number(status), reason: reason.trim(), headers: {}, excerpt: '' };
  } else notes.bodyLine(text, line);
}

/** Lines of -msg (`<<< TLS 1.3, Handshake [length 0045], CertificateRequest`), of -trace and of -state. */
function readMessage(notes: TranscriptNotes, text: string, line: number, direction: 'client' | 'server'): 'client' | 'server' {
  if (text === 'Sent Record' || text === 'Sent TLS Record') return 'client';
  if (text === 'Received Record' || text === 'Received TLS Record' || text === 'Server certificate') return 'server';
  const [, level, alert] = /^ {4}Level=(fatal|warning)\(\d+\), description=.*\((\d+)\)$/.exec(text) ?? [];
  if (alert) notes.alert(direction, Number(alert), line, level === 'fatal');
  const [, arrow, kind, length = '0', name = ''] = /^(>>>|<<<) [^,]+, (Handshake|Alert) \[length ([0-9a-f]+)\], (.*)/.exec(text) ?? [];
  const [, traced, size] = /^ {4}([A-Z][A-Za-z]+), Length=(\d+)$/.exec(text) ?? [];
  const who = arrow ? (arrow === '>>>' ? 'client' : 'server') : direction;
  const [, spoken] = /^<<< TLS ([\d.]+), Handshake .*, (?!ServerHello)/.exec(text) ?? [];
  if (spoken) notes.version = spoken === '1.0' ? 'TLSv1' : `TLSv${spoken}`;
  if (kind === 'Alert') notes.alert(who, name.replace(/^(?:fatal|warning) /, ''), line, name.startsWith('fatal'));
  else if (kind ?? traced) message(notes, who, (name || traced) ?? '', kind ? Number.parseInt(length, 16) : Number(size) + 4, line);
  const [, wrote] = /^SSL_connect:.*write client certificate/.exec(text) ? [text, 'Certificate'] : [];
  if (wrote && !notes.steps.some(({ who: by, says }) => by === 'client' && says === 'Certificate')) notes.step('client', wrote, line);
  return direction;
}

function message(notes: TranscriptNotes, who: 'client' | 'server', name: string, length: number, line: number): void {
  notes.step(who, name, line);
  if (who === 'server' && name === 'CertificateRequest') notes.asked = true;
  // Header, an empty context in TLS 1.3, and an empty list of three bytes.
  if (who === 'client' && name === 'Certificate') notes.certificatesSent = length <= 8 ? 0 : 1;
}
