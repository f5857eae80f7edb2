import type { PathReport } from './diagnosis.dto.js';

/** What facts prove about one stage of the connection. */
export interface PathRule {
  hop: PathReport['hop'];
  /** `known` says something of the stage that proves neither. */
  proof: 'holds' | 'breaks' | 'known';
  /** Facts that must all have been seen. */
  when: readonly string[];
  en: string;
  de: string;
}

type Hop = PathReport['hop'];
const rule =
  (hop: Hop, proof: PathRule['proof']) =>
  (when: string | readonly string[], en: string, de: string): PathRule => ({
    hop,
    proof,
    when: typeof when === 'string' ? [when] : when,
    en,
    de,
  });

const clientBreaks = rule('client', 'breaks');
const clientHolds = rule('client', 'holds');
const clientKnown = rule('client', 'known');
const proxyBreaks = rule('proxy', 'breaks');
const proxyHolds = rule('proxy', 'holds');
const proxyKnown = rule('proxy', 'known');
const serverBreaks = rule('server', 'breaks');
const serverHolds = rule('server', 'holds');
const serverKnown = rule('server', 'known');
const userBreaks = rule('user-mapping', 'breaks');
const userHolds = rule('user-mapping', 'holds');
const userKnown = rule('user-mapping', 'known');

/** In the order of the connection, at each stage the gravest first: what breaks, what holds, what else is known. */
export const PATH_RULES: readonly PathRule[] = [
  clientBreaks('finding:client/expired', 'The client certificate has expired.', 'Das Clientzertifikat ist abgelaufen.'),
  clientBreaks('finding:client/not-yet-valid', 'The client certificate is not valid yet.', 'Das Clientzertifikat ist noch nicht gültig.'),
  clientBreaks(
    'finding:client/client-auth-usage-missing',
    'The client certificate does not allow client authentication.',
    'Das Clientzertifikat lässt Client-Authentifizierung nicht zu.',
  ),
  clientBreaks(
    'check:our-chain-is-sent-whole/failed',
    'The chain of the client certificate lacks its intermediate.',
    'In der Kette des Clientzertifikats fehlt das Zwischenzertifikat.',
  ),
  clientBreaks(
    'check:our-signature-is-wanted/failed',
    'The key of the client can make none of the signatures that the server wants.',
    'Der Schlüssel des Clients kann keine der Signaturen leisten, die der Server verlangt.',
  ),
  clientBreaks(
    'probe:unsent/asked',
    'The server asked, and the client sent no certificate.',
    'Der Server hat gefragt, und der Client hat kein Zertifikat gesendet.',
  ),
  clientBreaks(
    'cue:client-sends-none',
    'The text says that the client sends no certificate.',
    'Laut Text sendet der Client kein Zertifikat.',
  ),
  clientHolds('check:our-certificate-is-sent/passed', 'The certificate goes out.', 'Das Zertifikat geht hinaus.'),
  clientHolds(
    'cue:client-sends-certificate',
    'The text says that the client sends its certificate.',
    'Laut Text sendet der Client sein Zertifikat.',
  ),
  clientKnown(
    ['certificate:client/in-time', 'certificate:client/may-authenticate'],
    'The certificate at hand is valid today and may be used by a client; whether the client sends it is not seen.',
    'Das vorliegende Zertifikat ist heute gültig und für Clients zugelassen; ob der Client es sendet, ist nicht zu sehen.',
  ),

  proxyBreaks('check:name-resolves/failed', 'The name of the host does not resolve.', 'Der Hostname lässt sich nicht auflösen.'),
  proxyBreaks(
    'check:proxy-opens-tunnel/failed',
    'The proxy does not let the connection through.',
    'Der Proxy lässt die Verbindung nicht durch.',
  ),
  proxyBreaks(
    'check:port-accepts-connections/failed',
    'The port can not be reached from here.',
    'Der Port ist von hier aus nicht erreichbar.',
  ),
  proxyBreaks(
    'check:proxy-does-not-intercept/failed',
    'Somebody on the way ends TLS with a certificate of their own.',
    'Jemand auf dem Weg beendet TLS mit einem eigenen Zertifikat.',
  ),
  proxyBreaks(
    ['probe:refused/with-certificate', 'probe:page/no-certificate'],
    'TLS took the certificate, and what stands behind says that none arrived: it is lost where TLS ends.',
    'TLS hat das Zertifikat genommen, und dahinter heißt es, es sei keines angekommen: Es geht verloren, wo TLS endet.',
  ),
  proxyBreaks(
    'check:http-does-not-lose-it/failed',
    'The answer is the same with and without the certificate: where TLS ends it was taken, behind that point nobody knows it.',
    'Die Antwort ist mit und ohne Zertifikat dieselbe: Wo TLS endet, wurde es genommen, dahinter kennt es niemand.',
  ),
  proxyBreaks(
    'cue:forwarded-header-missing',
    'The text says that the forwarded certificate does not arrive.',
    'Laut Text kommt das weitergereichte Zertifikat nicht an.',
  ),
  proxyHolds(
    'check:http-does-not-lose-it/passed',
    'The system behind the point where TLS ends answers differently with the certificate: it arrives there.',
    'Das System hinter dem Punkt, an dem TLS endet, antwortet mit Zertifikat anders: Es kommt dort an.',
  ),
  proxyKnown(
    'cue:proxy-terminates-tls',
    'The text says that something in front ends TLS: whether it hands on the certificate has to be looked at there.',
    'Laut Text beendet etwas davor TLS: Ob es das Zertifikat weiterreicht, ist dort zu prüfen.',
  ),
  proxyKnown('cue:behind-load-balancer', 'The text names a load balancer in front.', 'Der Text nennt einen Load Balancer davor.'),
  proxyKnown(
    'check:port-accepts-connections/passed',
    'The way is open; whether TLS ends in front of the system is not to be seen from outside.',
    'Der Weg ist offen; ob TLS vor dem System endet, ist von außen nicht zu sehen.',
  ),

  serverBreaks('check:speaks-tls/failed', 'What answers there speaks no TLS.', 'Was dort antwortet, spricht kein TLS.'),
  serverBreaks(
    'check:answers-the-handshake/failed',
    'The port is open, and nobody answers in TLS.',
    'Der Port ist offen, und niemand antwortet in TLS.',
  ),
  serverBreaks(
    'probe:refused/hello',
    'The server refuses the handshake before any certificate.',
    'Der Server lehnt den Handshake vor jedem Zertifikat ab.',
  ),
  serverBreaks(
    'check:asks-inside-the-handshake/failed',
    'The server asks for the certificate only after the handshake.',
    'Der Server fragt erst nach dem Handshake nach dem Zertifikat.',
  ),
  serverBreaks(
    'probe:requested/no',
    'Where TLS ends nobody asks for a client certificate.',
    'Wo TLS endet, fragt niemand nach einem Clientzertifikat.',
  ),
  serverBreaks('probe:server/expired', 'The certificate of the server has expired.', 'Das Zertifikat des Servers ist abgelaufen.'),
  serverBreaks(
    'check:server-certificate-names-the-host/failed',
    'The certificate of the server does not name the host.',
    'Das Zertifikat des Servers nennt den Host nicht.',
  ),
  serverBreaks('finding:server/expired', 'The certificate of the server has expired.', 'Das Zertifikat des Servers ist abgelaufen.'),
  serverBreaks(
    'probe:issuer/not-named',
    'The server names the issuers that it accepts, and the one of the certificate is not among them.',
    'Der Server nennt die Aussteller, die er annimmt, und der des Zertifikats ist nicht darunter.',
  ),
  serverBreaks('probe:alert/48', 'The server does not know the issuer (alert 48).', 'Der Server kennt den Aussteller nicht (Alert 48).'),
  serverBreaks('check:our-certificate-is-accepted/failed', 'The server refuses the certificate.', 'Der Server lehnt das Zertifikat ab.'),
  serverHolds('check:our-certificate-is-accepted/passed', 'The server takes the certificate.', 'Der Server nimmt das Zertifikat an.'),
  serverHolds('cue:handshake-succeeds', 'The text says that the handshake succeeds.', 'Laut Text gelingt der Handshake.'),
  serverKnown('probe:requested/required', 'The server requires a client certificate.', 'Der Server verlangt ein Clientzertifikat.'),
  serverKnown(
    'probe:requested/optional',
    'The server asks for a client certificate and goes on without one.',
    'Der Server fragt nach einem Clientzertifikat und macht ohne eines weiter.',
  ),
  serverKnown(
    'status:401',
    'An answer came, so that the handshake was over: HTTP 401.',
    'Es kam eine Antwort, der Handshake war also vorbei: HTTP 401.',
  ),
  serverKnown(
    'status:403',
    'An answer came, so that the handshake was over: HTTP 403.',
    'Es kam eine Antwort, der Handshake war also vorbei: HTTP 403.',
  ),

  userBreaks(
    'comparison:renewed-new-key',
    'Registered is another certificate of the same name: one of both was renewed.',
    'Hinterlegt ist ein anderes Zertifikat desselben Namens: Eines der beiden wurde erneuert.',
  ),
  userBreaks(
    'comparison:renewed-same-key',
    'Registered is the certificate before or after a renewal with the same key.',
    'Hinterlegt ist das Zertifikat vor oder nach einer Erneuerung mit demselben Schlüssel.',
  ),
  userBreaks(
    'comparison:same-subject-other-issuer',
    'Registered is a certificate of the same name from another authority.',
    'Hinterlegt ist ein Zertifikat desselben Namens von einer anderen Stelle.',
  ),
  userBreaks(
    'comparison:chain-member',
    'Registered is not the certificate itself but one of its chain.',
    'Hinterlegt ist nicht das Zertifikat selbst, sondern eines aus seiner Kette.',
  ),
  userBreaks('comparison:unrelated', 'Registered is a different certificate.', 'Hinterlegt ist ein anderes Zertifikat.'),
  userBreaks(
    ['probe:page/logon-refused', 'probe:refused/with-certificate', 'check:http-does-not-lose-it/passed'],
    'The certificate arrived, and the logon with it is refused.',
    'Das Zertifikat ist angekommen, und die Anmeldung damit wird abgelehnt.',
  ),
  userHolds(
    'probe:accepted/with-certificate',
    'A request with the certificate was served.',
    'Eine Anfrage mit dem Zertifikat wurde bedient.',
  ),
  userKnown(
    'comparison:identical',
    'The certificate in use is the one that is registered.',
    'Das verwendete Zertifikat ist das hinterlegte.',
  ),
  userKnown(
    'comparison:same-certificate-other-shape',
    'The registered certificate is the one in use, in another shape.',
    'Das hinterlegte Zertifikat ist das verwendete, in anderer Form.',
  ),
  userKnown('cue:registered-and-fails', 'The text says that the certificate is registered.', 'Laut Text ist das Zertifikat hinterlegt.'),
];
