import type { Phrases } from './in-german.js';

/** Certificates: titles of findings, what was seen, remedies, verdicts on chains, comparison. */
export const CERTIFICATES: Phrases = {
  'The {} certificate: {}': 'Das Zertifikat ({}): {}',
  client: 'Client',
  server: 'Server',
  expected: 'hinterlegt',
  issuer: 'Aussteller',
  nothing: 'nichts',

  'It names any usage instead of client authentication': 'Es nennt jede Verwendung statt Client-Authentifizierung',
  'Ask for a certificate that names clientAuth: OpenSSL refuses a leaf that names anyExtendedKeyUsage alone.':
    'Ein Zertifikat verlangen, das clientAuth nennt: OpenSSL lehnt eines ab, das nur anyExtendedKeyUsage nennt.',
  'anyExtendedKeyUsage stands in place of clientAuth; some peers accept that and some do not.':
    'anyExtendedKeyUsage steht statt clientAuth; manche Gegenseiten nehmen das an, manche nicht.',
  'Its key usage does not allow signing certificates': 'Seine Schlüsselverwendung lässt das Signieren von Zertifikaten nicht zu',
  'The authority must get a new certificate whose key usage names keyCertSign.':
    'Die Stelle braucht ein neues Zertifikat, dessen Schlüsselverwendung keyCertSign nennt.',
  'Its key usage names only {}.': 'Seine Schlüsselverwendung nennt nur {}.',
  'A certificate occurs twice': 'Ein Zertifikat kommt zweimal vor',
  'Leave out the second one.': 'Das zweite weglassen.',
  '{} certificates are copies of others.': '{} Zertifikate sind Kopien anderer.',
  'The certificate of its issuer is missing': 'Das Zertifikat seines Ausstellers fehlt',
  "Add the certificate of the issuer (and those above it, except the root): servers know the roots only, and Cloud Integration's load balancer then does not pass the certificate on.":
    'Das Zertifikat des Ausstellers (und die darüber, außer der Wurzel) hinzufügen: Server kennen nur die Wurzeln, und der Load Balancer von Cloud Integration reicht das Zertifikat dann nicht weiter.',
  'Not among them: {}.': 'Nicht darunter: {}.',
  'The chain is in the wrong order': 'Die Kette ist in falscher Reihenfolge',
  'Put the leaf first and each issuer behind what it issued (RFC 5246 demands it, TLS 1.3 only advises).':
    'Das Zertifikat selbst zuerst, dann je den Aussteller hinter das Ausgestellte setzen (RFC 5246 verlangt es, TLS 1.3 rät nur dazu).',
  'The leaf stands at place {}; from leaf to root the places are {}.':
    'Das Zertifikat selbst steht an Stelle {}; von ihm bis zur Wurzel sind die Stellen {}.',
  'Certificates of other chains lie beside it': 'Zertifikate anderer Ketten liegen daneben',
  'Send only the leaf and its issuers.': 'Nur das Zertifikat und seine Aussteller senden.',
  '{} certificates do not belong to its chain, for example {}.': '{} Zertifikate gehören nicht zu seiner Kette, zum Beispiel {}.',
  'Several certificates stand where one is wanted': 'Mehrere Zertifikate stehen, wo eines gewünscht ist',
  'Paste the leaf alone, without its issuers.': 'Das Zertifikat allein einfügen, ohne seine Aussteller.',
  'The input holds {} certificates.': 'Die Eingabe enthält {} Zertifikate.',
  'Its extended key usage does not allow client authentication':
    'Seine erweiterte Schlüsselverwendung lässt Client-Authentifizierung nicht zu',
  'Get a certificate whose extended key usage names client authentication (1.3.6.1.5.5.7.3.2). Public authorities stop issuing such certificates in 2026: take one from SAP Cloud Root CA (service key, Destination service) or from a private authority that the server trusts.':
    'Ein Zertifikat besorgen, dessen erweiterte Schlüsselverwendung Client-Authentifizierung nennt (1.3.6.1.5.5.7.3.2). Öffentliche Stellen hören 2026 auf, solche auszustellen: eines der SAP Cloud Root CA (Service Key, Destination-Service) oder einer privaten Stelle nehmen, der der Server vertraut.',
  'It names only {}.': 'Sie nennt nur {}.',
  'Its key usage does not allow signatures': 'Seine Schlüsselverwendung lässt Signaturen nicht zu',
  'Get a certificate whose key usage names digitalSignature: in the handshake a client signs.':
    'Ein Zertifikat besorgen, dessen Schlüsselverwendung digitalSignature nennt: Im Handshake signiert der Client.',
  'It is not encoded as DER': 'Es ist nicht in DER kodiert',
  'Have it issued anew; programs that write it again change its bytes and so its thumbprint and signature.':
    'Neu ausstellen lassen; Programme, die es neu schreiben, ändern seine Bytes und damit Fingerabdruck und Signatur.',
  'It has {}.': 'Es hat {}.',
  'It has expired': 'Es ist abgelaufen',
  'Renew the certificate, install it where the caller reads it, and register the new one wherever the old one was registered (service key, user mapping, trust list).':
    'Das Zertifikat erneuern, dort einspielen, wo der Aufrufer es liest, und das neue überall hinterlegen, wo das alte hinterlegt war (Service Key, Benutzerzuordnung, Vertrauensliste).',
  'It was valid until {}.': 'Es war gültig bis {}.',
  'It expires soon': 'Es läuft bald ab',
  'Renew it now; the new certificate must be registered at the peer before the old one ends.':
    'Jetzt erneuern; das neue Zertifikat muss bei der Gegenseite hinterlegt sein, bevor das alte endet.',
  'It is valid until {}: {} days of {} are left.': 'Es ist gültig bis {}: {} von {} Tagen sind übrig.',
  'Its curve is written out instead of named': 'Seine Kurve ist ausgeschrieben statt benannt',
  'Make a new key on a named curve (P-256 or P-384); OpenSSL: -pkeyopt ec_param_enc:named_curve.':
    'Einen neuen Schlüssel auf einer benannten Kurve erzeugen (P-256 oder P-384); OpenSSL: -pkeyopt ec_param_enc:named_curve.',
  'The parameters of its elliptic curve are given explicitly.': 'Die Parameter seiner elliptischen Kurve sind ausgeschrieben.',
  'Its BEGIN and END lines are missing': 'Seine Zeilen BEGIN und END fehlen',
  'Paste the value of pem, or of singleLine where one line is wanted: both have the BEGIN and END lines.':
    'Den Wert von pem einfügen, oder von singleLine, wo eine Zeile gewünscht ist: Beide haben die Zeilen BEGIN und END.',
  'The input is base64 without BEGIN and END.': 'Die Eingabe ist Base64 ohne BEGIN und END.',
  'It is for another host': 'Es ist für einen anderen Host',
  'Call the server by one of the names of the certificate, or have the certificate issued with the name that is called.':
    'Den Server mit einem der Namen des Zertifikats aufrufen, oder das Zertifikat mit dem aufgerufenen Namen ausstellen lassen.',
  'It is for {}, and {} is called.': 'Es ist für {}, und aufgerufen wird {}.',
  'It names no host': 'Es nennt keinen Host',
  'Have it issued with the host names as subjectAltName; the common name is not looked at any more.':
    'Mit den Hostnamen als subjectAltName ausstellen lassen; der Common Name zählt nicht mehr.',
  'It has no subjectAltName with a host name or address.': 'Es hat keinen subjectAltName mit Hostname oder Adresse.',
  'It is the certificate of an authority': 'Es ist das Zertifikat einer Zertifizierungsstelle',
  'Take the certificate that this authority issued for the client (the leaf), not the one of the authority.':
    'Das Zertifikat nehmen, das diese Stelle für den Client ausgestellt hat, nicht das der Stelle.',
  'Its basic constraints say that it issues certificates (CA:TRUE).': 'Laut seinen Basic Constraints stellt es Zertifikate aus (CA:TRUE).',
  'Its authority stops issuing for clients': 'Seine Stelle hört auf, für Clients auszustellen',
  'Plan the next renewal now: take the certificate from SAP Cloud Root CA or a private authority, and have it registered and trusted at the servers before this one ends.':
    'Die nächste Erneuerung jetzt planen: das Zertifikat von der SAP Cloud Root CA oder einer privaten Stelle nehmen, und es bei den Servern hinterlegen und vertrauen lassen, bevor dieses endet.',
  '{}: {} (as of {}).': '{}: {} (Stand {}).',
  'not in the default profile since 11 February 2026, the profile tlsclient ended on 8 July 2026':
    'seit 11. Februar 2026 nicht im Standardprofil, das Profil tlsclient endete am 8. Juli 2026',
  'requests for it are refused since April 2026': 'Anträge darauf werden seit April 2026 abgelehnt',
  'not by default since 1 October 2025, on request until 1 March 2027':
    'seit 1. Oktober 2025 nicht von selbst, auf Antrag bis 1. März 2027',
  'not by default since autumn 2025, ending in 2026 or on 10 February 2027':
    'seit Herbst 2025 nicht von selbst, Ende 2026 oder am 10. Februar 2027',
  'none since 15 September 2025': 'seit 15. September 2025 keine mehr',
  'ended on 15 May 2026 (Certum)': 'endete am 15. Mai 2026 (Certum)',
  'moves to roots for servers only': 'wechselt zu Wurzeln nur für Server',
  'An issuer above it has expired': 'Ein Aussteller darüber ist abgelaufen',
  'Get the renewed certificate of the authority and send that; if there is none, get a new certificate from a living authority.':
    'Das erneuerte Zertifikat der Stelle besorgen und dieses senden; gibt es keines, ein neues Zertifikat von einer bestehenden Stelle holen.',
  '{} was valid until {}.': '{} war gültig bis {}.',
  'An issuer above it is limited to other usages': 'Ein Aussteller darüber ist auf andere Verwendungen beschränkt',
  'Get a certificate from an authority whose own certificate has no extended key usage or names clientAuth.':
    'Ein Zertifikat von einer Stelle holen, deren eigenes keine erweiterte Schlüsselverwendung hat oder clientAuth nennt.',
  '{} names only {}.': '{} nennt nur {}.',
  'The issuer is no authority': 'Der Aussteller ist keine Zertifizierungsstelle',
  'Get a certificate from a real authority; a leaf certificate must not issue others.':
    'Ein Zertifikat von einer wirklichen Stelle holen; ein Endzertifikat darf keine anderen ausstellen.',
  'It stands above another certificate, and its basic constraints do not say CA:TRUE.':
    'Es steht über einem anderen Zertifikat, und seine Basic Constraints sagen nicht CA:TRUE.',
  'It was not issued below SAP Cloud Root CA': 'Es wurde nicht unter der SAP Cloud Root CA ausgestellt',
  'Check that its root is on the list of the load balancer (SAP Note 2801396) and that the sender sends the whole chain: the load balancer knows roots only.':
    'Prüfen, ob seine Wurzel auf der Liste des Load Balancers steht (SAP-Hinweis 2801396) und der Sender die ganze Kette sendet: Der Load Balancer kennt nur Wurzeln.',
  'Its issuer is {}.': 'Sein Aussteller ist {}.',
  'Its authority is not in the trust store that SAP publishes': 'Seine Stelle steht nicht im Trust Store, den SAP veröffentlicht',
  'Compare its root with the list of the load balancer (SAP Note 2801396). Where it is missing, the load balancer does not pass the certificate on: take one that SAP Cloud Root CA or a listed authority issues.':
    'Seine Wurzel mit der Liste des Load Balancers vergleichen (SAP-Hinweis 2801396). Fehlt sie dort, reicht der Load Balancer das Zertifikat nicht weiter: eines nehmen, das die SAP Cloud Root CA oder eine Stelle der Liste ausstellt.',
  '{} is none of its roots ({}).': '{} ist keine seiner Wurzeln ({}).',
  'Its key identifiers contradict each other': 'Seine Schlüsselkennungen widersprechen sich',
  'Have it issued anew: the authority key identifier of a self-signed certificate must be its own subject key identifier.':
    'Neu ausstellen lassen: Die Kennung des Ausstellerschlüssels muss bei einem selbstsignierten die eigene sein.',
  "It names itself as issuer and another key as the issuer's.":
    'Es nennt sich selbst als Aussteller und einen anderen Schlüssel als dessen.',
  'Its text has line breaks where one line is wanted': 'Sein Text hat Zeilenumbrüche, wo eine Zeile gewünscht ist',
  'Paste the value of singleLine: the form for a service key takes the PEM text in one line.':
    'Den Wert von singleLine einfügen: Das Formular für einen Service Key nimmt den PEM-Text in einer Zeile.',
  'The PEM text has line breaks.': 'Der PEM-Text hat Zeilenumbrüche.',
  'An extension of it is malformed': 'Eine Erweiterung ist fehlerhaft',
  'Have it issued anew: programs that look at the extension refuse the certificate.':
    'Neu ausstellen lassen: Programme, die die Erweiterung ansehen, lehnen das Zertifikat ab.',
  'Malformed: {}.': 'Fehlerhaft: {}.',
  'It has no subject': 'Es hat keinen Inhaber',
  'Get a certificate with a subject: user mappings and service keys compare it.':
    'Ein Zertifikat mit Inhaber besorgen: Benutzerzuordnungen und Service Keys vergleichen ihn.',
  'Its subject is empty.': 'Sein Inhaber ist leer.',
  'It is no certificate of an authority': 'Es ist kein Zertifikat einer Zertifizierungsstelle',
  'Take the certificate of the authority that issued this one.': 'Das Zertifikat der Stelle nehmen, die dieses ausgestellt hat.',
  'Its basic constraints do not say CA:TRUE.': 'Seine Basic Constraints sagen nicht CA:TRUE.',
  'It is not valid yet': 'Es ist noch nicht gültig',
  'Wait until it is valid, use its predecessor until then, or ask for a certificate that begins earlier; check the clock of the system that refuses it.':
    'Warten, bis es gültig ist, bis dahin den Vorgänger verwenden, oder ein früher beginnendes verlangen; die Uhr des ablehnenden Systems prüfen.',
  'It is valid from {}.': 'Es ist gültig ab {}.',
  'It is of version 1': 'Es ist von Version 1',
  'Have it issued anew as version 3 with key usage and extended key usage.':
    'Neu als Version 3 mit Schlüsselverwendung und erweiterter Schlüsselverwendung ausstellen lassen.',
  'It is of version {}, without any extension.': 'Es ist von Version {}, ohne jede Erweiterung.',
  'One certificate serves several entries': 'Ein Zertifikat dient mehreren Einträgen',
  'Give each user or system a certificate of its own: a mapping can name one user for a certificate only.':
    'Jedem Benutzer oder System ein eigenes Zertifikat geben: Eine Zuordnung kann je Zertifikat nur einen Benutzer nennen.',
  "{} certificates have this subject and issuer, so a mapping by name can't tell them apart.":
    '{} Zertifikate haben diesen Inhaber und Aussteller, eine Zuordnung nach Namen unterscheidet sie also nicht.',
  'Its key is of a kind that hardly any server takes yet': 'Sein Schlüssel ist von einer Art, die noch kaum ein Server nimmt',
  'Use an RSA or elliptic-curve certificate for now, and ask the operator of the server before using post-quantum ones.':
    'Vorerst ein Zertifikat mit RSA oder elliptischer Kurve verwenden, und vor Post-Quanten-Verfahren den Betreiber des Servers fragen.',
  'Its key is {}.': 'Sein Schlüssel ist {}.',
  'It has an extension twice': 'Es hat eine Erweiterung zweimal',
  'Have it issued anew.': 'Neu ausstellen lassen.',
  'Twice: {}.': 'Zweimal: {}.',
  'The root is part of the chain': 'Die Wurzel ist Teil der Kette',
  'Leave the root out of what is sent in the handshake: the peer must have it anyway. It does no harm.':
    'Die Wurzel im Handshake weglassen: Die Gegenseite muss sie ohnehin haben. Sie schadet nicht.',
  '{} is self-signed.': '{} ist selbstsigniert.',
  'It is self-signed': 'Es ist selbstsigniert',
  'Where the peer does not register this very certificate, get one from an authority that the peer trusts.':
    'Wo die Gegenseite nicht genau dieses Zertifikat hinterlegt, eines von einer Stelle holen, der sie vertraut.',
  'Subject and issuer are the same.': 'Inhaber und Aussteller sind derselbe.',
  'Its serial number is not positive': 'Seine Seriennummer ist nicht positiv',
  'Have it issued anew: some programs refuse such serial numbers, and mappings by serial number fail.':
    'Neu ausstellen lassen: Manche Programme lehnen solche Seriennummern ab, und Zuordnungen nach Seriennummer scheitern.',
  'Its serial number is {}.': 'Seine Seriennummer ist {}.',
  'Its serial number is too long': 'Seine Seriennummer ist zu lang',
  'Have it issued anew with a serial number of at most 20 bytes.': 'Neu mit einer Seriennummer von höchstens 20 Byte ausstellen lassen.',
  'Its serial number takes {} bytes.': 'Seine Seriennummer ist {} Byte lang.',
  'It was issued for servers only': 'Es wurde nur für Server ausgestellt',
  'Renewing it at the same public authority gives the same result: the Chrome Root Program makes public authorities issue for servers only (new subordinate authorities since 15 June 2026, every certificate from 15 March 2027). Move the client to SAP Cloud Root CA or to a private authority.':
    'Eine Erneuerung bei derselben öffentlichen Stelle gibt dasselbe: Das Chrome Root Program lässt öffentliche Stellen nur für Server ausstellen (neue Unterstellen seit 15. Juni 2026, jedes Zertifikat ab 15. März 2027). Den Client zur SAP Cloud Root CA oder zu einer privaten Stelle umziehen.',
  'serverAuth is its only extended key usage, as in certificates of public authorities since 2025 and 2026.':
    'serverAuth ist seine einzige erweiterte Schlüsselverwendung, wie in Zertifikaten öffentlicher Stellen seit 2025 und 2026.',
  'Its extended key usage does not allow server authentication':
    'Seine erweiterte Schlüsselverwendung lässt Server-Authentifizierung nicht zu',
  'Get a certificate whose extended key usage names server authentication (1.3.6.1.5.5.7.3.1).':
    'Ein Zertifikat besorgen, dessen erweiterte Schlüsselverwendung Server-Authentifizierung nennt (1.3.6.1.5.5.7.3.1).',
  'It names two different signature algorithms': 'Es nennt zwei verschiedene Signaturverfahren',
  'Have it issued anew; the bytes were changed after it was signed, or the issuer is broken.':
    'Neu ausstellen lassen; die Bytes wurden nach dem Signieren geändert, oder der Aussteller arbeitet fehlerhaft.',
  'Outside stands {}, inside something else.': 'Außen steht {}, innen etwas anderes.',
  'Its subject begins with the common name': 'Sein Inhaber beginnt mit dem Common Name',
  'Copy the subject from the spelling of the place where it is entered (certrule, extidDn, icm, cloudIntegration), never from another tool: tools turn the order round.':
    'Den Inhaber in der Schreibweise der Stelle kopieren, wo er eingetragen wird (certrule, extidDn, icm, cloudIntegration), nie aus einem anderen Werkzeug: Werkzeuge drehen die Reihenfolge um.',
  'The common name is its first part in the certificate, so SAP and Java print it last.':
    'Der Common Name ist im Zertifikat sein erster Teil, SAP und Java zeigen ihn also zuletzt.',
  'Its subject is longer than a user mapping takes': 'Sein Inhaber ist länger, als eine Benutzerzuordnung nimmt',
  'Map by rule (transaction CERTRULE) instead of EXTID_DN, or get a certificate with a shorter subject.':
    'Nach Regel zuordnen (Transaktion CERTRULE) statt EXTID_DN, oder ein Zertifikat mit kürzerem Inhaber besorgen.',
  'Its subject has {} characters in the spelling of the ABAP system.': 'Sein Inhaber hat in der Schreibweise des ABAP-Systems {} Zeichen.',
  'Its subject has characters that tools print differently': 'Sein Inhaber hat Zeichen, die Werkzeuge verschieden ausgeben',
  'Copy the subject from the spelling of the place where it is entered and compare it letter by letter; best get a certificate with plain letters.':
    'Den Inhaber in der Schreibweise der Stelle kopieren, wo er eingetragen wird, und Zeichen für Zeichen vergleichen; am besten ein Zertifikat mit einfachen Buchstaben besorgen.',
  'A part of its subject is: {}': 'Ein Teil seines Inhabers ist: {}',
  'Its validity is written in the wrong form': 'Seine Gültigkeit ist in falscher Form geschrieben',
  'Have it issued anew: strict programs refuse it.': 'Neu ausstellen lassen: Strenge Programme lehnen es ab.',
  '{} is a {} in a form that is not allowed (UTCTime with seconds and Z until 2049, GeneralizedTime from 2050).':
    '{} ist {} in einer Form, die nicht erlaubt ist (UTCTime mit Sekunden und Z bis 2049, GeneralizedTime ab 2050).',
  'Its end': 'Sein Ende',
  'Its beginning': 'Sein Beginn',
  'It has a critical extension that others do not know': 'Es hat eine kritische Erweiterung, die andere nicht kennen',
  'Have it issued without that extension, or with the extension not critical: who does not know it must refuse the certificate.':
    'Ohne diese Erweiterung ausstellen lassen, oder mit ihr als nicht kritisch: Wer sie nicht kennt, muss das Zertifikat ablehnen.',
  'Critical: {}.': 'Kritisch: {}.',
  'the poison of a precertificate (RFC 6962)': 'das Gift eines Vorzertifikats (RFC 6962)',
  'Its key is of a kind that older servers do not take': 'Sein Schlüssel ist von einer Art, die ältere Server nicht nehmen',
  'Use RSA with 2048 to 4096 bits or P-256/P-384 unless the operator of the server says otherwise.':
    'RSA mit 2048 bis 4096 Bit oder P-256/P-384 verwenden, wenn der Betreiber des Servers nichts anderes sagt.',
  'Its validity ends before it begins': 'Seine Gültigkeit endet, bevor sie beginnt',
  'It begins at {} and ends at {}.': 'Sie beginnt am {} und endet am {}.',
  'It is valid for longer than the public web allows': 'Es gilt länger, als das öffentliche Web erlaubt',
  'Have it issued for at most the time allowed; browsers refuse it otherwise, unless its root was installed by hand.':
    'Für höchstens die erlaubte Zeit ausstellen lassen; sonst lehnen Browser es ab, es sei denn, seine Wurzel wurde von Hand eingespielt.',
  'It is valid for {} days; at most {} are allowed for its date of issue.':
    'Es gilt {} Tage; für sein Ausstellungsdatum sind höchstens {} erlaubt.',
  'It is valid for many years': 'Es gilt viele Jahre',
  'Prefer certificates of one or two years: a lost key stays dangerous for as long as the certificate lives.':
    'Zertifikate von ein oder zwei Jahren vorziehen: Ein verlorener Schlüssel bleibt gefährlich, solange das Zertifikat lebt.',
  'It is valid for {} years.': 'Es gilt {} Jahre.',
  'Its key is too weak': 'Sein Schlüssel ist zu schwach',
  'Make a new key of at least 2048 bits RSA or a curve of at least 256 bits, and have it certified.':
    'Einen neuen Schlüssel mit mindestens 2048 Bit RSA oder einer Kurve von mindestens 256 Bit erzeugen und zertifizieren lassen.',
  'It has a DSA key, which TLS 1.3 does not know.': 'Es hat einen DSA-Schlüssel, den TLS 1.3 nicht kennt.',
  'It has an RSA key of {} bits.': 'Es hat einen RSA-Schlüssel von {} Bit.',
  'Its RSA key has the exponent {}.': 'Sein RSA-Schlüssel hat den Exponenten {}.',
  'Its key is on the curve {} of {} bits.': 'Sein Schlüssel liegt auf der Kurve {} von {} Bit.',
  'It is signed with a broken digest': 'Es ist mit einem gebrochenen Hashverfahren signiert',
  'Have it issued anew with SHA-256 or better.': 'Neu mit SHA-256 oder besser ausstellen lassen.',
  'It is signed with {}.': 'Es ist mit {} signiert.',
  'Its version does not fit its content': 'Seine Version passt nicht zum Inhalt',
  'Have it issued anew as version 3.': 'Neu als Version 3 ausstellen lassen.',
  'It says that it is of version {}.': 'Es sagt, es sei von Version {}.',
  'It has extensions and says that it is of version {}.': 'Es hat Erweiterungen und sagt, es sei von Version {}.',
};
