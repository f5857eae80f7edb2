import type { Phrases } from './in-german.js';

/** What a look or a transcript shows, and what follows from it. */
export const LOOKS: Phrases = {
  // Facts
  '{}: yes ({})': '{}: ja ({})',
  '{}: no ({})': '{}: nein ({})',
  'A client certificate is asked for: {}': 'Ein Clientzertifikat wird verlangt: {}',
  no: 'nein',
  optional: 'ja, wahlweise',
  required: 'ja, zwingend',
  'The issuers that the server accepts: {}': 'Die Aussteller, die der Server annimmt: {}',
  'The test without the private key: {}': 'Der Test ohne privaten Schlüssel: {}',
  refused: 'abgelehnt',
  'accepted-or-not-yet-judged': 'angenommen oder noch nicht beurteilt',
  'no-answer': 'keine Antwort',
  'HTTP {} although the certificate went out': 'HTTP {}, obwohl das Zertifikat hinausging',
  "The client's own check of the server: {}": 'Die eigene Prüfung des Servers durch den Client: {}',
  'The client certificate {} is valid from {} to {}': 'Das Clientzertifikat {} ist gültig von {} bis {}',
  'The client certificate {} is for {} only': 'Das Clientzertifikat {} ist nur für {}',
  'The client certificate {} may be used for client authentication': 'Das Clientzertifikat {} ist zur Client-Authentifizierung zugelassen',
  'The client certificate {} is valid today': 'Das Clientzertifikat {} ist heute gültig',
  'The certificate of the server: {}': 'Das Zertifikat des Servers: {}',
  'Time ran out before the look was over': 'Die Zeit war um, bevor der Blick zu Ende war',
  'HTTP status {}': 'HTTP-Status {}',
  'The server asks for {}': 'Der Server verlangt {}',
  '{} certificate(s) were given': '{} Zertifikat(e) wurden mitgegeben',
  'The connection is {}, seen from SAP': 'Die Verbindung ist von SAP aus gesehen {}',
  inbound: 'eingehend',
  outbound: 'ausgehend',
  'A private key was pasted; treat it as disclosed and replace it':
    'Ein privater Schlüssel wurde eingefügt; er gilt als offengelegt und ist zu ersetzen',
  'A certificate stands in the text': 'Ein Zertifikat steht im Text',
  'A certificate stands in the text, without its header lines': 'Ein Zertifikat steht im Text, ohne seine Kopfzeilen',
  'Nothing that was seen speaks of it': 'Nichts von dem, was zu sehen war, spricht davon',
  'How it is written': 'Wie es geschrieben ist',
  'People who have this cause often write: {}.': 'Wer diese Ursache hat, schreibt oft: {}.',

  // Verdicts
  'The target may not be probed: {}.': 'Das Ziel darf nicht angesehen werden: {}.',
  'The target is not reachable: {}.': 'Das Ziel ist nicht erreichbar: {}.',
  'The target is not reachable.': 'Das Ziel ist nicht erreichbar.',
  'The port does not speak TLS but {}.': 'Der Port spricht kein TLS, sondern {}.',
  'another protocol': 'ein anderes Protokoll',
  'HTTP without TLS': 'HTTP ohne TLS',
  'FTP or SMTP': 'FTP oder SMTP',
  'the SAP NI protocol': 'das SAP-NI-Protokoll',
  'The handshake is refused before any certificate: {}.': 'Der Handshake wird vor jedem Zertifikat abgelehnt: {}.',
  'What the server sends is no valid TLS: {}.': 'Was der Server sendet, ist kein gültiges TLS: {}.',
  'What the server sends is no valid TLS.': 'Was der Server sendet, ist kein gültiges TLS.',
  'The handshake failed: {}.': 'Der Handshake ist gescheitert: {}.',
  'The handshake is refused: {}.': 'Der Handshake wird abgelehnt: {}.',
  'The port accepts connections, but nobody answers in TLS: {}.': 'Der Port nimmt Verbindungen an, aber niemand antwortet in TLS: {}.',
  'Our certificate was sent and refused: {}.': 'Unser Zertifikat wurde gesendet und abgelehnt: {}.',
  'Our certificate was sent and accepted; the server answered HTTP {}, as it does without a certificate.':
    'Unser Zertifikat wurde gesendet und angenommen; der Server antwortete HTTP {}, wie er es auch ohne Zertifikat tut.',
  'Our certificate was sent and accepted; the server answered HTTP {}.':
    'Unser Zertifikat wurde gesendet und angenommen; der Server antwortete HTTP {}.',
  'The handshake took our certificate, but HTTP {} says nothing about the logon.':
    'Der Handshake hat unser Zertifikat genommen, aber HTTP {} sagt nichts über die Anmeldung.',
  "Our certificate was sent; whether it was taken can't be told: {}.":
    'Unser Zertifikat wurde gesendet; ob es angenommen wurde, ist nicht zu sagen: {}.',
  'Our certificate was not sent.': 'Unser Zertifikat wurde nicht gesendet.',
  'the server did not ask for one': 'der Server hat nach keinem gefragt',
  'Our certificate was not sent, because the server did not ask for one.':
    'Unser Zertifikat wurde nicht gesendet, weil der Server nach keinem gefragt hat.',
  'The server asked for a certificate and ours was not sent: {}.':
    'Der Server hat nach einem Zertifikat gefragt, und unseres wurde nicht gesendet: {}.',
  'The server asked for a certificate, none was sent, and it answered HTTP {}.':
    'Der Server hat nach einem Zertifikat gefragt, keines wurde gesendet, und er antwortete HTTP {}.',
  'The server asked for a certificate and refused (whether a certificate was sent is not told): {}.':
    'Der Server hat nach einem Zertifikat gefragt und abgelehnt (ob eines gesendet wurde, geht nicht hervor): {}.',
  'The server asked for a certificate and answered HTTP {} (whether a certificate was sent is not told).':
    'Der Server hat nach einem Zertifikat gefragt und HTTP {} geantwortet (ob eines gesendet wurde, geht nicht hervor).',
  'The server asked for a certificate; how it went on is not told: {}.':
    'Der Server hat nach einem Zertifikat gefragt; wie es weiterging, geht nicht hervor: {}.',
  "The client itself ended it, because of the server's certificate: {}.":
    'Der Client selbst hat es beendet, wegen des Zertifikats des Servers: {}.',
  'the client had none, or chose none': 'der Client hatte keines oder wählte keines',
  "the key can't be used ({})": 'der Schlüssel ist nicht zu gebrauchen ({})',
  'the server wants none of the signatures that a key of type {} can make (it wants {})':
    'der Server verlangt keine der Signaturen, die ein Schlüssel der Art {} leisten kann (er verlangt {})',
  'the server wants certificates of the types {} and ours is {}': 'der Server verlangt Zertifikate der Arten {}, und unseres ist {}',
  'the server asks after the handshake, which this client does not support (post-handshake authentication, RFC 8446, section 4.2.6)':
    'der Server fragt nach dem Handshake, was dieser Client nicht kann (Post-Handshake-Authentifizierung, RFC 8446, Abschnitt 4.2.6)',
  'the connection ended before it could be': 'die Verbindung endete, bevor es dazu kam',
  'the server refused the chain with the alert {} ({})': 'der Server hat die Kette mit dem Alert {} ({}) abgelehnt',
  'Without the key: {}.': 'Ohne den Schlüssel: {}.',
  'the server refused only the worthless signature: it accepts the chain, or judges it later (nginx, Node, Java HttpsServer and GnuTLS with TLS 1.3 do)':
    'der Server hat nur die wertlose Signatur abgelehnt: Er nimmt die Kette an oder beurteilt sie später (so nginx, Node, Java HttpsServer und GnuTLS mit TLS 1.3)',
  'the server did not say what it thinks of the chain (nginx, Node and Java HttpsServer judge after the handshake)':
    'der Server hat nicht gesagt, was er von der Kette hält (nginx, Node und Java HttpsServer urteilen nach dem Handshake)',
  'Nothing could be decided.': 'Nichts ließ sich entscheiden.',
  'The server does not ask for a client certificate.': 'Der Server fragt nach keinem Clientzertifikat.',
  'The server does not ask for a client certificate, but the handshake does not come about: {}.':
    'Der Server fragt nach keinem Clientzertifikat, aber der Handshake kommt nicht zustande: {}.',
  'The server asks for a certificate only after the request, and refuses without one: {}.':
    'Der Server fragt erst nach der Anfrage nach einem Zertifikat und lehnt ohne eines ab: {}.',
  'Without a certificate the server refuses: {}.': 'Ohne Zertifikat lehnt der Server ab: {}.',
  'The server asks for a certificate and answers without one too (HTTP {}).':
    'Der Server fragt nach einem Zertifikat und antwortet auch ohne eines (HTTP {}).',
  "The server asks for a certificate; what it does without one can't be told: {}.":
    'Der Server fragt nach einem Zertifikat; was er ohne eines tut, ist nicht zu sagen: {}.',
  "The server asks for a certificate; what it does without one can't be told.":
    'Der Server fragt nach einem Zertifikat; was er ohne eines tut, ist nicht zu sagen.',

  // Refusals
  'the server sent the alert {} ({}) after {}': 'der Server hat den Alert {} ({}) gesendet, nach {}',
  'the server sent the alert {} ({})': 'der Server hat den Alert {} ({}) gesendet',
  'the client sent the alert {} ({})': 'der Client hat den Alert {} ({}) gesendet',
  "the server reset the connection without an alert after it got our certificate; typical of Java's HttpsServer, Node and load balancers":
    'der Server hat die Verbindung ohne Alert zurückgesetzt, nachdem er unser Zertifikat bekam; typisch für HttpsServer von Java, Node und Load Balancer',
  "the server reset the connection without an alert after it got no certificate; typical of Java's HttpsServer, Node and load balancers":
    'der Server hat die Verbindung ohne Alert zurückgesetzt, nachdem er kein Zertifikat bekam; typisch für HttpsServer von Java, Node und Load Balancer',
  "the server closed the connection without an alert after it got our certificate; typical of Java's HttpsServer, Node and load balancers":
    'der Server hat die Verbindung ohne Alert geschlossen, nachdem er unser Zertifikat bekam; typisch für HttpsServer von Java, Node und Load Balancer',
  "the server closed the connection without an alert after it got no certificate; typical of Java's HttpsServer, Node and load balancers":
    'der Server hat die Verbindung ohne Alert geschlossen, nachdem er kein Zertifikat bekam; typisch für HttpsServer von Java, Node und Load Balancer',
  'nginx: no client certificate arrived (its internal status 496)': 'nginx: kein Clientzertifikat kam an (sein interner Status 496)',
  'nginx: the client certificate was refused (its internal status 495); expired, untrusted and wrong usage all look like this, its error log names the reason':
    'nginx: das Clientzertifikat wurde abgelehnt (sein interner Status 495); abgelaufen, nicht vertraut und falsche Verwendung sehen alle so aus, sein Fehlerprotokoll nennt den Grund',
  'IIS 403.7: a client certificate is required': 'IIS 403.7: ein Clientzertifikat ist nötig',
  'IIS 403.12, 403.13, 403.16 or 403.17: the client certificate is not mapped, revoked, untrusted or expired':
    'IIS 403.12, 403.13, 403.16 oder 403.17: das Clientzertifikat ist nicht zugeordnet, gesperrt, nicht vertraut oder abgelaufen',
  'status 495: the client certificate was refused': 'Status 495: das Clientzertifikat wurde abgelehnt',
  'status 496: no client certificate arrived': 'Status 496: kein Clientzertifikat kam an',
  'the answer says that no client certificate arrived': 'die Antwort sagt, dass kein Clientzertifikat ankam',
  'the answer says that the client certificate is not accepted': 'die Antwort sagt, dass das Clientzertifikat nicht angenommen wird',
  'HTTP 401: the connection stands, but the server knows no user for it (no certificate looked at, or none mapped to a user)':
    'HTTP 401: die Verbindung steht, aber der Server kennt keinen Benutzer dazu (kein Zertifikat angesehen, oder keines einem Benutzer zugeordnet)',
  'HTTP 403: the connection stands, but the server forbids the resource (authorisation missing, or the certificate not accepted for it)':
    'HTTP 403: die Verbindung steht, aber der Server verbietet die Ressource (Berechtigung fehlt, oder das Zertifikat gilt dafür nicht)',

  // Phases
  '{}: {}': '{}: {}',
  'the name does not exist': 'den Namen gibt es nicht',
  'the name has no address': 'der Name hat keine Adresse',
  'the name server did not answer or answered with a temporary failure':
    'der Nameserver hat nicht oder mit einem vorübergehenden Fehler geantwortet',
  'the name server refused or failed': 'der Nameserver hat abgelehnt oder versagt',
  'the name server did not answer within {} s': 'der Nameserver hat nicht innerhalb von {} s geantwortet',
  'it could not be resolved': 'er war nicht aufzulösen',
  'the name does not resolve': 'der Name lässt sich nicht auflösen',
  'it has no address': 'er hat keine Adresse',
  '{} may be probed on port {}': '{} darf auf Port {} angesehen werden',
  '{} is resolved by the proxy': '{} wird vom Proxy aufgelöst',
  '{} accepts connections': '{} nimmt Verbindungen an',
  'the port accepts connections': 'der Port nimmt Verbindungen an',
  'the port does not accept connections': 'der Port nimmt keine Verbindungen an',
  '{} refused: nothing listens there, or a firewall answers so': '{} lehnt ab: Dort hört niemand, oder eine Firewall antwortet so',
  '{} timed out: packets are dropped on the way, typically by a firewall':
    '{} antwortet nicht: Pakete gehen unterwegs verloren, meist in einer Firewall',
  '{} unreachable: no route to the host': '{} ist nicht erreichbar: kein Weg zum Host',
  '{} unreachable: no route to the network': '{} ist nicht erreichbar: kein Weg zum Netz',
  '{} reset while connecting': '{} hat beim Verbinden zurückgesetzt',
  '{} this machine has no address of that kind': '{}: diese Maschine hat keine Adresse dieser Art',
  '{} this machine forbids the connection': '{}: diese Maschine verbietet die Verbindung',
  '{} failed ({})': '{} ist gescheitert ({})',
  'the proxy did not answer CONNECT': 'der Proxy hat auf CONNECT nicht geantwortet',
  'the proxy closed the connection instead of answering CONNECT':
    'der Proxy hat die Verbindung geschlossen, statt auf CONNECT zu antworten',
  "the proxy's answer has no end": 'die Antwort des Proxys hat kein Ende',
  'what answers is no HTTP proxy': 'was antwortet, ist kein HTTP-Proxy',
  'the proxy refused CONNECT {}: {}': 'der Proxy hat CONNECT {} abgelehnt: {}',
  'the proxy opened a tunnel to {}': 'der Proxy hat einen Tunnel zu {} geöffnet',
  'the proxy: {}': 'der Proxy: {}',
  'the proxy {}': 'der Proxy {}',
  'the server refused': 'der Server hat abgelehnt',
  'the server does not have the key of its certificate': 'der Server hat den Schlüssel seines Zertifikats nicht',
  'the server saw another handshake than we did: something on the way changes it':
    'der Server hat einen anderen Handshake gesehen als wir: etwas unterwegs verändert ihn',
  'the server closed the connection without a word after {}': 'der Server hat die Verbindung wortlos geschlossen, nach {}',
  'the connection was reset after {}': 'die Verbindung wurde zurückgesetzt, nach {}',
  'no answer to {}': 'keine Antwort auf {}',
  'the server does not speak TLS; it speaks {}': 'der Server spricht kein TLS; er spricht {}',
  'what the server sends is no valid TLS: {}': 'was der Server sendet, ist kein gültiges TLS: {}',
  'our side gave up ({}) after {}': 'unsere Seite hat aufgegeben ({}), nach {}',
  'our side gave up after {}': 'unsere Seite hat aufgegeben, nach {}',
  'the server answered with something else than HTTP': 'der Server hat mit etwas anderem als HTTP geantwortet',
  'the server said all': 'der Server hat alles gesagt',
  'no connection': 'keine Verbindung',
  'nothing came': 'nichts kam',
  'the TCP connection': 'der TCP-Verbindung',
  'our {}': 'unserem {}',
  "the server's {}": '{} des Servers',
  'the beginning': 'dem Beginn',
  complete: 'bis zum Ende gelesen',
  closed: 'geschlossen',
  reset: 'zurückgesetzt',
  failed: 'gescheitert',
  'not-tls': 'kein TLS',
  'not-connected': 'keine Verbindung',
  'gave up: {}': 'gab auf: {}',
  'own check of the server: {}': 'eigene Prüfung des Servers: {}',

  // What may be looked at
  "{} hands out a cloud's credentials; it is never connected to": '{} gibt Zugangsdaten einer Cloud aus; dorthin wird nie verbunden',
  'PROBE_DENY names {}': 'PROBE_DENY nennt {}',
  'port {} is none of 443, 8443, 443NN and 5NN01; PROBE_ALLOW may unlock it':
    'Port {} ist keiner von 443, 8443, 443NN und 5NN01; PROBE_ALLOW kann ihn freigeben',
  '{} is no address that can be judged': '{} ist keine Adresse, die sich beurteilen lässt',
  '{} is {}; it is never connected to': '{} ist {}; dorthin wird nie verbunden',
  '{} is not public ({}); PROBE_ALLOW may unlock it': '{} ist nicht öffentlich ({}); PROBE_ALLOW kann sie freigeben',
  private: 'privat',
  loopback: 'Loopback',
  'this network': 'dieses Netz',
  documentation: 'für Dokumentation',
  benchmarking: 'für Messungen',
  reserved: 'reserviert',
  'the policy allows it': 'die Richtlinie erlaubt es',

  // Other clients
  'a key of type {} can make none of the signatures that the server wants':
    'ein Schlüssel der Art {} kann keine der Signaturen leisten, die der Server verlangt',
  'Java with JSSE: Cloud Integration, PI/PO, SAP Java Connector, most Java programs; Go chooses likewise':
    'Java mit JSSE: Cloud Integration, PI/PO, SAP Java Connector, die meisten Java-Programme; Go wählt ebenso',
  'OpenSSL and what is built on it: curl, Node.js, Python, nginx as a client':
    'OpenSSL und was darauf aufbaut: curl, Node.js, Python, nginx als Client',
  'the server names no acceptable issuer, which means that any will do':
    'der Server nennt keine annehmbaren Aussteller, es genügt also jeder',
  'the acceptable issuers name {}, which belongs to its chain': 'die annehmbaren Aussteller nennen {}, der zu seiner Kette gehört',
  'no acceptable issuer (of {}) belongs to its chain': 'kein annehmbarer Aussteller (von {}) gehört zu seiner Kette',
  'it sends the configured certificate whatever names the server lists':
    'es sendet das eingestellte Zertifikat, welche Namen der Server auch nennt',
};
