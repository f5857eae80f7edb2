import type { Phrases } from './in-german.js';

/** The checks of a connection: titles, what they say, and remedies. */
export const CHECKS: Phrases = {
  'Client and server agree on version and cipher suite': 'Client und Server einigen sich auf Version und Cipher-Suite',
  'Enable TLS 1.2 or newer and a current cipher suite on the side that lacks it (ICM: ssl/ciphersuites and ssl/client_ciphersuites; Java: jdk.tls.disabledAlgorithms).':
    'TLS 1.2 oder neuer und eine heutige Cipher-Suite auf der Seite einschalten, der sie fehlen (ICM: ssl/ciphersuites und ssl/client_ciphersuites; Java: jdk.tls.disabledAlgorithms).',
  'the server answered our offer with {} ({})': 'der Server hat unser Angebot mit {} ({}) beantwortet',
  'The server answers the handshake': 'Der Server beantwortet den Handshake',
  'Look for a firewall, a load balancer or an SNI router that drops the connection: it accepts TCP and says nothing in TLS. Try with the exact server name.':
    'Nach einer Firewall, einem Load Balancer oder SNI-Router suchen, der die Verbindung fallen lässt: TCP wird angenommen, in TLS kommt nichts. Mit dem genauen Servernamen versuchen.',
  'a ServerHello or an alert came': 'ein ServerHello oder ein Alert kam',
  'The server asks for a client certificate': 'Der Server fragt nach einem Clientzertifikat',
  'Switch client authentication on where TLS ends: ICM icm/HTTPS/verify_client = 1 and VCLIENT of icm/server_port_<n>, at the load balancer if it ends TLS there; or choose the endpoint that does.':
    'Die Client-Authentifizierung dort einschalten, wo TLS endet: im ICM icm/HTTPS/verify_client = 1 und VCLIENT von icm/server_port_<n>, am Load Balancer, wenn TLS dort endet; oder den Endpunkt wählen, der danach fragt.',
  'it does ({})': 'er tut es ({})',
  'it does ({}, by {})': 'er tut es ({}, durch {})',
  unknown: 'unbekannt, ob zwingend',
  renegotiation: 'Neuaushandlung',
  'post-handshake': 'Anfrage nach dem Handshake',
  'it does not: a client certificate never leaves the client': 'er tut es nicht: ein Clientzertifikat verlässt den Client nie',
  'The certificate is asked for inside the handshake': 'Nach dem Zertifikat wird im Handshake gefragt',
  'Ask for the certificate for the whole host instead of a path (Apache: SSLVerifyClient at the virtual host): in TLS 1.3 hardly any client can answer later.':
    'Nach dem Zertifikat für den ganzen Host statt für einen Pfad fragen (Apache: SSLVerifyClient am Virtual Host): In TLS 1.3 kann kaum ein Client später antworten.',
  'it is': 'so ist es',
  'it is asked for by {}': 'gefragt wird durch {}',
  'The server does not go on without a certificate': 'Der Server macht ohne Zertifikat nicht weiter',
  'Nothing has to be done; but a server that goes on without a certificate hides that none arrived, and shows it only as missing rights.':
    'Nichts ist zu tun; aber ein Server, der ohne Zertifikat weitermacht, verbirgt, dass keines ankam, und zeigt es nur als fehlende Rechte.',
  'without one it refuses': 'ohne eines lehnt er ab',
  'it goes on without one': 'er macht ohne eines weiter',
  "The server's clock agrees with ours": 'Die Uhr des Servers geht wie unsere',
  'Synchronise both clocks (NTP): a certificate may look expired or not yet valid to the one that is wrong.':
    'Beide Uhren stellen (NTP): Für die falsche kann ein Zertifikat abgelaufen oder noch nicht gültig aussehen.',
  'the Date header is of now': 'das Kopffeld Date ist von jetzt',
  'the Date header is {} s ahead of our clock': 'das Kopffeld Date geht unserer Uhr {} s voraus',
  'the Date header is {} s behind our clock': 'das Kopffeld Date geht unserer Uhr {} s nach',
  'Every address of the name accepts connections': 'Jede Adresse des Namens nimmt Verbindungen an',
  'Take the address that does not answer out of the DNS, or open the firewall for it: clients that try it first wait or fail.':
    'Die Adresse, die nicht antwortet, aus dem DNS nehmen oder die Firewall für sie öffnen: Clients, die sie zuerst versuchen, warten oder scheitern.',
  'each that was tried answered': 'jede versuchte hat geantwortet',
  '{}; {}': '{}; {}',
  'The backend sees the certificate': 'Das System dahinter sieht das Zertifikat',
  'If TLS ends at a load balancer or Web Dispatcher, have it forward the certificate (SSL_CLIENT_CERT) and have the backend trust it (icm/trusted_reverse_proxy_<n>).':
    'Endet TLS an einem Load Balancer oder Web Dispatcher, ihn das Zertifikat weiterreichen lassen (SSL_CLIENT_CERT) und das System dahinter ihm vertrauen lassen (icm/trusted_reverse_proxy_<n>).',
  'HTTP {} with and without the certificate: TLS took it, and what stands behind does not know it':
    'HTTP {} mit und ohne Zertifikat: TLS hat es genommen, und was dahinter steht, kennt es nicht',
  'HTTP {} with the certificate, {} without': 'HTTP {} mit Zertifikat, {} ohne',
  'The name resolves to an address': 'Der Name lässt sich zu einer Adresse auflösen',
  'Correct the host name, or enter it in the DNS that this machine asks; inside a company network another DNS server may be needed.':
    'Den Hostnamen berichtigen oder im DNS eintragen, das diese Maschine fragt; im Firmennetz kann ein anderer DNS-Server nötig sein.',
  'The server needs nothing that clients have switched off': 'Der Server braucht nichts, was Clients abgeschaltet haben',
  'Renew the TLS settings of the server: secure renegotiation (RFC 5746), at least 2048 bits, TLS 1.2.':
    'Die TLS-Einstellungen des Servers erneuern: sichere Neuaushandlung (RFC 5746), mindestens 2048 Bit, TLS 1.2.',
  'only with {}': 'nur mit {}',
  '{} allowed': 'erlaubtem {}',
  'old parameters allowed (security level 0, unsafe renegotiation)':
    'erlaubten alten Parametern (Sicherheitsstufe 0, unsichere Neuaushandlung)',
  "today's defaults suffice": 'die heutigen Vorgaben genügen',
  'Versions before TLS 1.2 are switched off': 'Versionen vor TLS 1.2 sind abgeschaltet',
  'Switch TLS 1.0 and 1.1 off at the server (ICM: ssl/ciphersuites with 801 or higher protocol bits).':
    'TLS 1.0 und 1.1 am Server abschalten (ICM: ssl/ciphersuites mit Protokollbits ab 801).',
  'they are': 'so ist es',
  '{} are spoken': '{} werden gesprochen',
  'Our certificate is accepted': 'Unser Zertifikat wird angenommen',
  'Read the alert or the answer: unknown_ca: import our root at the server; certificate_expired: renew it; unsupported_certificate: it lacks the usage clientAuth; bad_certificate or no reason: the log of the server names it.':
    'Den Alert oder die Antwort lesen: unknown_ca: unsere Wurzel am Server importieren; certificate_expired: erneuern; unsupported_certificate: die Verwendung clientAuth fehlt; bad_certificate oder kein Grund: das Protokoll des Servers nennt ihn.',
  'the server answered the request': 'der Server hat die Anfrage beantwortet',
  'Our certificate is valid today': 'Unser Zertifikat ist heute gültig',
  'Renew the client certificate, and register the new one wherever the old one is known.':
    'Das Clientzertifikat erneuern und das neue überall hinterlegen, wo das alte bekannt ist.',
  'it is valid from {}': 'es ist gültig ab {}',
  'it was valid until {}': 'es war gültig bis {}',
  'it is valid until {}': 'es ist gültig bis {}',
  'Our certificate goes out': 'Unser Zertifikat geht hinaus',
  'Look at the reason given: mostly the server does not ask, or wants another kind of key.':
    'Den genannten Grund ansehen: Meist fragt der Server nicht oder verlangt eine andere Art von Schlüssel.',
  'it was sent': 'es wurde gesendet',
  'it was not sent': 'es wurde nicht gesendet',
  'Our chain leads to an issuer that the server knows': 'Unsere Kette führt zu einem Aussteller, den der Server kennt',
  "Send the intermediate certificates with the client certificate: import the CA's response with its whole chain into the key pair or PSE, or put them behind the leaf in the PEM file.":
    'Die Zwischenzertifikate mit dem Clientzertifikat senden: die Antwort der CA mit der ganzen Kette in Schlüsselpaar oder PSE importieren, oder sie in der PEM-Datei hinter das Zertifikat stellen.',
  '{} is missing in it, which {} issued; the server knows that issuer':
    '{} fehlt darin, ausgestellt von {}; diesen Aussteller kennt der Server',
  'it does': 'so ist es',
  'Our issuer is among the names that the server accepts': 'Unser Aussteller ist unter den Namen, die der Server annimmt',
  'Import the root (and, for Java clients, the issuing CA) of the client certificate into the trust list of the server where TLS ends: STRUST SSL server PSE, load balancer, or the service that lists its CAs.':
    'Die Wurzel (für Java-Clients auch die ausstellende CA) des Clientzertifikats in die Vertrauensliste des Servers importieren, wo TLS endet: STRUST SSL-Server-PSE, Load Balancer oder der Dienst, der seine CAs aufführt.',
  '{}: a Java client (Cloud Integration, PI/PO) would send nothing here, OpenSSL would send it anyway':
    '{}: ein Java-Client (Cloud Integration, PI/PO) würde hier nichts senden, OpenSSL würde es dennoch senden',
  'The server wants a signature that our key can make': 'Der Server verlangt eine Signatur, die unser Schlüssel leisten kann',
  'Use a key of a type that the server wants (mostly RSA 2048 or ECDSA P-256), or widen the list at the server.':
    'Einen Schlüssel der Art verwenden, die der Server verlangt (meist RSA 2048 oder ECDSA P-256), oder die Liste am Server erweitern.',
  'The port accepts connections': 'Der Port nimmt Verbindungen an',
  'Refused: start the service or correct the port. Timed out or unreachable: have the firewall and the routes on the way opened for this source address.':
    'Abgelehnt: den Dienst starten oder den Port berichtigen. Keine Antwort oder nicht erreichbar: Firewall und Wege für diese Quelladresse öffnen lassen.',
  'Nobody on the way breaks the TLS connection open': 'Niemand unterwegs bricht die TLS-Verbindung auf',
  'Have the proxy pass this host through without inspection: a client certificate can never pass a proxy that ends TLS.':
    'Den Proxy diesen Host ohne Prüfung durchlassen lassen: Ein Clientzertifikat kommt nie durch einen Proxy, der TLS beendet.',
  'the certificate behind the proxy leads to a trusted root': 'das Zertifikat hinter dem Proxy führt zu einer vertrauten Wurzel',
  'the certificate that came through the proxy does not lead to a trusted root ({}): typical of a proxy that inspects TLS':
    'das Zertifikat, das durch den Proxy kam, führt zu keiner vertrauten Wurzel ({}): typisch für einen Proxy, der TLS prüft',
  'The proxy lets the connection through': 'Der Proxy lässt die Verbindung durch',
  '407: give the proxy a user and password. 403: have the target added to what the proxy allows. 502 or 503: the proxy itself does not reach the target.':
    '407: dem Proxy Benutzer und Kennwort geben. 403: das Ziel in die Freigaben des Proxys aufnehmen lassen. 502 oder 503: der Proxy selbst erreicht das Ziel nicht.',
  'A refusal names its reason': 'Eine Ablehnung nennt ihren Grund',
  'Read the log of the server: what it sends does not tell an expired certificate from an untrusted one.':
    'Das Protokoll des Servers lesen: Was er sendet, unterscheidet nicht zwischen abgelaufen und nicht vertraut.',
  '{} says what is wrong': '{} sagt, was nicht stimmt',
  'The request is answered': 'Die Anfrage wird beantwortet',
  '502, 503, 504: what stands in front does not reach the system behind. No answer at all: the system accepted the connection and hangs; look at its work processes.':
    '502, 503, 504: was davor steht, erreicht das System dahinter nicht. Gar keine Antwort: Das System hat die Verbindung angenommen und hängt; seine Workprozesse ansehen.',
  'no answer': 'keine Antwort',
  'The server shows the same certificate without a server name': 'Der Server zeigt ohne Servernamen dasselbe Zertifikat',
  "Nothing has to be done if all clients send the server name; old ones (SAP kernels without icm/HTTPS/client_sni_enabled) don't, and get another certificate.":
    'Nichts ist zu tun, wenn alle Clients den Servernamen senden; alte (SAP-Kernel ohne icm/HTTPS/client_sni_enabled) tun es nicht und bekommen ein anderes Zertifikat.',
  'the same certificate is shown without a server name': 'ohne Servernamen wird dasselbe Zertifikat gezeigt',
  'another certificate is shown without a server name': 'ohne Servernamen wird ein anderes Zertifikat gezeigt',
  'no certificate is shown without a server name': 'ohne Servernamen wird kein Zertifikat gezeigt',
  'spoken, {}': 'gesprochen, {}',
  'refused with {}': 'abgelehnt mit {}',
  'answered with {}': 'beantwortet mit {}',
  'not asked: the deadline or the limit of connections was reached': 'nicht gefragt: Frist oder Zahl der Verbindungen war erreicht',
  'The certificates of the server are valid today': 'Die Zertifikate des Servers sind heute gültig',
  'Renew the server certificate, and restart or reload the server so that it uses the new one (SMICM > Administration > ICM > Exit Soft).':
    'Das Serverzertifikat erneuern und den Server neu starten oder neu laden, damit er es verwendet (SMICM > Administration > ICM > Exit Soft).',
  'all are': 'alle sind es',
  'the client says: "{}"': 'der Client sagt: "{}"',
  '{} is valid from {} to {}': '{} ist gültig von {} bis {}',
  'The server shows a certificate': 'Der Server zeigt ein Zertifikat',
  'Give the server a certificate: without one no client can know whom it talks to.':
    'Dem Server ein Zertifikat geben: Ohne eines kann kein Client wissen, mit wem er spricht.',
  '{} certificate(s) were sent': '{} Zertifikat(e) wurden gesendet',
  'The server certificate leads to a trusted root': 'Das Serverzertifikat führt zu einer vertrauten Wurzel',
  'Import the root certificate into the client (STRUST: SSL client PSE; Cloud Integration: keystore of the tenant), or into TRUST_DIR if only this service lacks it.':
    'Das Wurzelzertifikat in den Client importieren (STRUST: SSL-Client-PSE; Cloud Integration: Keystore des Tenants), oder in TRUST_DIR, wenn es nur diesem Dienst fehlt.',
  'The server certificate names the host': 'Das Serverzertifikat nennt den Host',
  'Issue a certificate with the host in its subject alternative names, or call the server by a name that stands in it.':
    'Ein Zertifikat mit dem Host in den alternativen Namen ausstellen, oder den Server mit einem Namen aufrufen, der darin steht.',
  'it names {}': 'es nennt {}',
  'it does not name {}': 'es nennt {} nicht',
  'The server sends its intermediate certificates': 'Der Server sendet seine Zwischenzertifikate',
  "Import the intermediate certificates into the server's PSE or key store (STRUST: import the CA response with its whole chain), so that it sends them.":
    'Die Zwischenzertifikate in PSE oder Keystore des Servers importieren (STRUST: die Antwort der CA mit der ganzen Kette importieren), damit er sie sendet.',
  'each certificate is followed by its issuer, or leads to a trusted one':
    'jedem Zertifikat folgt sein Aussteller, oder es führt zu einem vertrauten',
  'each certificate is followed by its issuer, up to a root': 'jedem Zertifikat folgt sein Aussteller, bis zu einer Wurzel',
  '{}, which issued {}, is missing in it': '{}, Aussteller von {}, fehlt darin',
  'The port speaks TLS': 'Der Port spricht TLS',
  'Use the HTTPS port of the system (SMICM > Services shows them: 443NN, 5NN01), or switch TLS on for this port.':
    'Den HTTPS-Port des Systems verwenden (SMICM > Services zeigt sie: 443NN, 5NN01), oder TLS für diesen Port einschalten.',
  'it answers a ClientHello': 'er beantwortet ein ClientHello',
  'The target may be probed': 'Das Ziel darf angesehen werden',
  'Ask the operator of this service to name the host or its address range, with the port, in PROBE_ALLOW; or run the command of GET /probes/command inside the network and send its output to POST /probes/transcript.':
    'Den Betreiber dieses Dienstes bitten, Host oder Adressbereich mit Port in PROBE_ALLOW zu nennen; oder den Befehl von GET /probes/command im Netz ausführen und seine Ausgabe an POST /probes/transcript senden.',
  'The version is TLS 1.2 or newer': 'Die Version ist TLS 1.2 oder neuer',
  'Enable TLS 1.2 and 1.3 on the server; clients of today no longer offer what it speaks.':
    'TLS 1.2 und 1.3 am Server einschalten; heutige Clients bieten nicht mehr an, was er spricht.',
  'the server chose {}': 'der Server hat {} gewählt',
};
