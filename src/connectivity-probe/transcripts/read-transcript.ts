import { isCloudConnector, readCloudConnector } from './cloud-connector.js';
import { isCurl, readCurl } from './curl.js';
import { isGnutls, readGnutls } from './gnutls.js';
import { isIaik, readIaik } from './iaik.js';
import { isIcm, readIcm } from './icm.js';
import { isJava, readJava } from './java.js';
import { isOpenssl, readOpenssl } from './openssl.js';
import type { TranscriptNotes } from './transcript-notes.js';

/** The tools whose output is read, in the order in which they are tried. */
const READERS = {
  'cloud-connector': { recognises: isCloudConnector, read: readCloudConnector },
  'xpi-inspector': { recognises: isIaik, read: readIaik },
  java: { recognises: isJava, read: readJava },
  curl: { recognises: isCurl, read: readCurl },
  gnutls: { recognises: isGnutls, read: readGnutls },
  openssl: { recognises: isOpenssl, read: readOpenssl },
  icm: { recognises: isIcm, read: readIcm },
} as const;

/** Whatever a tool is recognised by holds one of these; nearly no text does, and then no tool needs to be asked. */
const OF_A_TOOL =
  /CONNECTED\(|certificate CA names|s_client|connect:errno=|BIO_connect|^\* |^curl: |javax\.net\.ssl\||^\*\*\* |^Processed \d|^- Certificate type|ssl\\?_debug\(|iaik\.security|Begin IAIK|SSSLERR_|SapSSL|\[Thr \d|0x200010|#com\.sap\.|SccEndpointValidator|#io\.netty/m;

export type TranscriptKind = keyof typeof READERS;

/**
 * Reads what a tool printed about a TLS connection.
 * @param text at most as long as a request may be
 * @param kind which tool it was; recognised where it is left out
 * @returns undefined when no tool is recognised
 */
export function readTranscript(text: string, kind?: TranscriptKind): TranscriptNotes | undefined {
  if (!kind && !OF_A_TOOL.test(text)) return undefined;
  const name = kind ?? (Object.keys(READERS) as TranscriptKind[]).find((candidate) => READERS[candidate].recognises(text));
  return name && Object.assign(READERS[name].read(text.split(/\r?\n/)), { tool: name });
}
