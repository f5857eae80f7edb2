import { judge } from '../../src/connectivity-probe/judging/verdict.js';
import { readTranscript } from '../../src/connectivity-probe/transcripts/read-transcript.js';

/**
 * Traces that no test here can produce, since they come from SAP's own products: lines of excerpts that were published,
 * each with its page. What is cut off there (prefixes, hosts) is left as it stands on the page.
 */
const PUBLISHED = [
  {
    what: 'ICM as server: the client refused its certificate',
    url: 'https://blogs.sap.com/2019/01/01/principal-propagation-in-an-https-scenario-some-hints-from-my-journey/',
    text: [
      '<<- ERROR: SapSSLSessionStart(sssl_hdl=000000000790FBA0)==SSSLERR_SSL_ACCEPT',
      '*** ERROR => IcmConnInitServerSSL: SapSSLSessionStart returned (-56): SSSLERR_SSL_ACCEPT [icxxconn.c 1737]',
      'SSL_get_state()==0x1180 "TLS read client certificate A"',
      '*** ERROR during SecuSSL_SessionStart() from SSL_accept()==SSL_ERROR_SSL',
      'session uses PSE file ".....SAPSSLS.pse"',
      'SecuSSL_SessionStart: SSL_accept() failed (536875078/0x20001046)',
      '=> "received a fatal TLS certificate unknown alert message from the peer"',
    ],
    alerts: ['client certificate_unknown'],
    steps: ['server was in the state "TLS read client certificate A"', 'client alert certificate_unknown (46)'],
    verdict: { outcome: 'undecided', sent: false },
  },
  {
    what: 'ICM as client: the name in the certificate is another',
    url: 'https://userapps.support.sap.com/sap/support/knowledge/en/3391859',
    text: [
      '[Thr 140484128118528]   Target Hostname="api.example.com"',
      '[Thr 140484128118528]   SSL NI-hdl 2662: local=10.0.0.1:50000  peer=10.0.0.2:8443',
      '[Thr 140484128118528] <<- ERROR: SapSSLSessionStartNB(sssl_hdl=7fc4e0001870)==SSSLERR_SERVER_CERT_MISMATCH',
      '[Thr 140484128118528] *** ERROR => SSL handshake with api.example.com:8443 failed: SSSLERR_SERVER_CERT_MISMATCH (-30)',
      '[Thr 140484128118528] Server certificate does not match supplied TargetHostname (rfc2818 section 3.1)',
    ],
    alerts: [],
    steps: ['client gave up: SSSLERR_SERVER_CERT_MISMATCH'],
    target: { host: 'api.example.com', port: 8443 },
    verdict: { outcome: 'undecided', sent: false },
  },
  {
    what: 'ICM as server: the Cloud Connector showed no certificate',
    url: 'https://userapps.support.sap.com/sap/support/knowledge/en/3702022',
    text: [
      '[Thr 140361650923264] out: cert_len = <no cert>',
      '[Thr 140361650923264] out: csuite_name = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"',
      '[Thr 140361650923264] HttpCertIsReverseProxyTrustworthy: client did not sent any cert ->intermediate not trustworthy',
      '[Thr 140361650923264] HttpIsReverseProxyTrustworthy: intermediary is NOT trusted',
    ],
    alerts: [],
    steps: [],
    verdict: { sent: false, notSentBecause: 'the client had none, or chose none' },
  },
  {
    what: 'Cloud Connector: the handshake comes about and the back-end system closes',
    url: 'https://userapps.support.sap.com/sap/support/knowledge/en/3702022',
    text: [
      '2025-12-02 18:23:31,313 +0000#DEBUG#com.sap.core.connectivity.spi.processing.AbstractProtocolProcessor#tunnel-client-32-5#0xc36f8a26#Successfully opened backend connection [id: 0x3c5c3faa, L:/10.100.100.02:64987 - R:myserver.sap.com/10.100.100.1:44300]',
      '2025-12-02 18:23:31,327 +0000#DEBUG#io.netty.handler.ssl.SslHandler#tunnel-client-32-5# #[id: 0x3c5c3faa, L:/10.100.100.02:64987 - R:myserver.sap.com/10.100.100.1:44300] HANDSHAKEN: protocol:TLSv1.2 cipher suite:TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      '2025-12-02 18:23:31,397 +0000#DEBUG#com.sap.core.connectivity.spi.processing.OutboundConnectionErrorHandler#tunnel-client-32-5#0xc36f8a26#Backend channel [id: 0x3c5c3faa, L:/10.68.29.143:64987 ! R:myserver.sap.com/10.100.100.1:44300] is closed',
    ],
    alerts: [],
    steps: ['server Finished', 'server close of the connection'],
    target: { host: 'myserver.sap.com', port: 44_300 },
    verdict: { outcome: 'not-asked' },
  },
  {
    what: 'XPI Inspector: the server wants a server name and gets none',
    url: 'https://blogs.sap.com/2023/07/31/consume-sni-based-apis-via-sap-po-7.5/',
    text: [
      'Using Transport Protocol: HTTPS',
      'Exception Occured: Peer sent alert: Alert Fatal: unrecognized name',
      'Begin IAIK Debug:',
      'ssl_debug(49386): Starting handshake (iSaSiLk 5.2)...',
      'ssl_debug(49386): Sending v3 client_hello message to api.example.com:8443, requesting version 3.3...',
      'ssl_debug(49386): Sending extensions: renegotiation_info (65281), signature_algorithms (13)',
      'ssl_debug(49386): Received alert message: Alert Fatal: unrecognized name',
      'ssl_debug(49386): SSLException while handshaking: Peer sent alert: Alert Fatal: unrecognized name',
      'ssl_debug(49386): Shutting down SSL layer...',
      'End IAIK Debug.',
    ],
    alerts: ['server unrecognized_name'],
    steps: ['client ClientHello', 'server alert unrecognized_name (112)'],
    target: { host: 'api.example.com', port: 8443 },
    verdict: { outcome: 'refused', refusal: { phase: 'hello', alert: { name: 'unrecognized_name' } } },
  },
  {
    what: 'XPI Inspector: the exceptions that it and the channel show',
    url: 'https://blogs.sap.com/2015/12/10/using-xpi-inspector-to-troubleshoot-http-ssl-connections',
    text: ['SOAP: Call failed: iaik.security.ssl.SSLException: Peer sent alert: Alert Fatal: handshake failure'],
    alerts: ['server handshake_failure'],
    steps: ['server alert handshake_failure (40)'],
    verdict: { outcome: 'refused' },
  },
  {
    what: 'XPI Inspector: PI does not trust the server',
    url: 'https://blogs.sap.com/2015/12/10/using-xpi-inspector-to-troubleshoot-http-ssl-connections',
    text: ['SOAP: Call failed: iaik.security.ssl.SSLCertificateException: Peer certificate rejected by ChainVerifier'],
    alerts: [],
    steps: ['client gave up: Peer certificate rejected by ChainVerifier'],
    verdict: { outcome: 'undecided' },
  },
];

it.each(PUBLISHED)('reads a published excerpt ($url): $what', ({ text, alerts, steps, target, verdict }) => {
  const notes = readTranscript(text.join('\n'));
  const observation = notes?.observation;
  expect(observation?.connections[0]?.alerts.map(({ from, name }) => `${from} ${name}`)).toEqual(alerts);
  expect(notes?.steps.map(({ who, says }) => `${who} ${says}`)).toEqual(expect.arrayContaining(steps));
  expect(observation?.target).toMatchObject(target ?? {});
  expect(observation && judge(observation)).toMatchObject(verdict);
});
