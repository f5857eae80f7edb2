import { TranscriptNotes } from './transcript-notes.js';

export const isCloudConnector = (text: string): boolean =>
  /#com\.sap\.(?:core\.connectivity|scc)\.|SccEndpointValidator|#io\.netty\.handler\.ssl\.SslHandler#/.test(text);

/**
 * Reads a trace of the Cloud Connector (ljs_trace.log, from version 2.17 on scc_core.trc): what it met at the back-end system.
 * @param lines of the trace
 */
export function readCloudConnector(lines: readonly string[]): TranscriptNotes {
  const notes = new TranscriptNotes();
  for (const [at, text] of lines.entries()) {
    const line = at + 1;
    // Netty names the remote end of a channel "R:host/address:port".
    const [, host, port] = /R:([A-Za-z0-9.-]+)\/[0-9A-Fa-f.:]+:(\d+)\]/.exec(text) ?? [];
    if (host) {
      notes.host = host;
      notes.port = Number(port);
    }
    if (/Successfully opened backend connection/.test(text)) notes.phase('tcp', 'ok', 'the back-end system accepts connections');
    const [, version, cipher] = /HANDSHAKEN: protocol:(TLSv[\d.]+) cipher suite:(\w+)/.exec(text) ?? [];
    if (version) {
      notes.version = version;
      notes.cipher = cipher;
      notes.handshakeDone = true;
      notes.step('server', 'Finished', line);
    }
    const [, alert] = /Received fatal alert: (\w+)/.exec(text) ?? [];
    if (alert) notes.alert('server', alert, line);
    const [, validated, at443, why] =
      /SccEndpointValidator has thrown exception for https?:\/\/([^:/\s]+):(\d+): (.{1,300})/i.exec(text) ?? [];
    if (validated && why) {
      notes.host = validated;
      notes.port = Number(at443);
      notes.gaveUp('client', why.trim(), line);
    }
    if (/Backend channel \[.{1,200}\] is closed/.test(text)) {
      notes.step('server', 'close of the connection', line);
      notes.ending ??= 'closed';
    }
    if (/Connection refused/.test(text)) notes.phase('tcp', 'failed', 'the back-end system does not accept connections', 'ECONNREFUSED');
    if (/UnknownHostException|UnresolvedAddressException/.test(text))
      notes.phase('dns', 'failed', 'the name of the back-end system does not resolve', 'ENOTFOUND');
  }
  return notes;
}
