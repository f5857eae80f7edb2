import type { Phrases } from './in-german.js';

/** Verdicts on chains and certificates, comparison, and what a reply warns of. */
export const WARNINGS: Phrases = {
  // Chains
  "a certificate of the chain can't be read": 'ein Zertifikat der Kette ist nicht lesbar',
  'the chain leads to a trusted root, names the host and is in time':
    'die Kette führt zu einer vertrauten Wurzel, nennt den Host und ist gültig',
  'the chain leads to a trusted root and is in time': 'die Kette führt zu einer vertrauten Wurzel und ist gültig',
  'The certificate of its issuer is missing: {}.': 'Das Zertifikat seines Ausstellers fehlt: {}.',
  'It is self-signed and not among the trust anchors.': 'Es ist selbstsigniert und nicht unter den Vertrauensankern.',
  'The path is longer than any real one.': 'Der Pfad ist länger als jeder wirkliche.',
  'A certificate of the name {} is at hand, and its key did not sign this one.':
    'Ein Zertifikat des Namens {} liegt vor, und sein Schlüssel hat dieses nicht signiert.',
  'The key of its issuer is of a kind that can not be checked here.':
    'Der Schlüssel seines Ausstellers ist von einer Art, die hier nicht prüfbar ist.',
  'Validating it would cost more signature checks or name comparisons than one request may.':
    'Die Prüfung würde mehr Signatur- oder Namensvergleiche kosten, als eine Anfrage darf.',
  'It names two different signature algorithms.': 'Es nennt zwei verschiedene Signaturverfahren.',
  'It has the extension {} twice.': 'Es hat die Erweiterung {} zweimal.',
  'Its extension {} is malformed.': 'Seine Erweiterung {} ist fehlerhaft.',
  'It has extensions and is of version {}.': 'Es hat Erweiterungen und ist von Version {}.',
  'Its critical extension {} is not known.': 'Seine kritische Erweiterung {} ist nicht bekannt.',
  'Its curve is written out instead of named.': 'Seine Kurve ist ausgeschrieben statt benannt.',
  'It is signed with {}, which many TLS programs refuse.': 'Es ist mit {} signiert, was viele TLS-Programme ablehnen.',
  'Its extended key usage names only {}, not {}.': 'Seine erweiterte Schlüsselverwendung nennt nur {}, nicht {}.',
  'It has neither a subject nor a subjectAltName.': 'Es hat weder Inhaber noch subjectAltName.',
  'It is not for {}.': 'Es ist nicht für {}.',
  'It issued another certificate, and its basic constraints do not say CA:TRUE.':
    'Es hat ein anderes Zertifikat ausgestellt, und seine Basic Constraints sagen nicht CA:TRUE.',
  'Its path length is negative.': 'Seine Pfadlänge ist negativ.',
  'It allows {} issuers below it, and there are {}.': 'Es erlaubt {} Aussteller unter sich, und es sind {}.',
  'Its key usage does not allow it to sign certificates.': 'Seine Schlüsselverwendung erlaubt ihm nicht, Zertifikate zu signieren.',
  'It is an authority without a subject.': 'Es ist eine Zertifizierungsstelle ohne Inhaber.',
  "It is limited to {} and so can't issue for {}.": 'Es ist auf {} beschränkt und kann also nicht für {} ausstellen.',
  'The name {} is not among those that the issuer may certify.':
    'Der Name {} ist nicht unter denen, die der Aussteller zertifizieren darf.',
  'The name {} is excluded for the issuer.': 'Der Name {} ist für den Aussteller ausgeschlossen.',
  '{} (certificate {} of the path, under the constraints of this one)': '{} (Zertifikat {} des Pfads, unter den Beschränkungen von diesem)',

  // Usability
  'Usable as {}: yes, nothing speaks against it.': 'Verwendbar als {}: ja, nichts spricht dagegen.',
  'Usable as {}: no, because {}.': 'Verwendbar als {}: nein. Grund: {}.',
  'Usable as {}: doubtful, because {}.': 'Verwendbar als {}: zweifelhaft. Grund: {}.',
  'a client certificate': 'Clientzertifikat',
  'a server certificate': 'Serverzertifikat',
  'a certificate of an authority': 'Zertifikat einer Zertifizierungsstelle',
  'a client certificate of a communication user of SAP S/4HANA Cloud':
    'Clientzertifikat eines Kommunikationsbenutzers von SAP S/4HANA Cloud',
  'the external certificate of a service key of SAP Cloud Integration': 'externes Zertifikat eines Service Keys von SAP Cloud Integration',
  'a client certificate in the keystore of SAP Cloud Integration': 'Clientzertifikat im Keystore von SAP Cloud Integration',
  'a client certificate that an ABAP system maps to a user': 'Clientzertifikat, das ein ABAP-System einem Benutzer zuordnet',
  'a client certificate in the X.509 mapping of SAP SuccessFactors': 'Clientzertifikat in der X.509-Zuordnung von SAP SuccessFactors',
  'the system certificate of the Cloud Connector': 'Systemzertifikat des Cloud Connectors',
  'an issuer in the chain of the certificate': 'Aussteller in der Kette des Zertifikats',

  // Comparison
  'The certificate in use and the one expected: {}. {}': 'Das verwendete und das erwartete Zertifikat: {}. {}',
  identical: 'gleich',
  'same-certificate-other-shape': 'dasselbe in anderer Form',
  'renewed-same-key': 'erneuert, derselbe Schlüssel',
  'renewed-new-key': 'erneuert, neuer Schlüssel',
  'same-subject-other-issuer': 'derselbe Inhaber, anderer Aussteller',
  'chain-member': 'eines ist Aussteller des anderen',
  unrelated: 'zwei verschiedene',
  'Nothing is to be exchanged: both are the same text. If the logon still fails, look at the user mapping, the roles and the trust in the issuer.':
    'Nichts ist auszutauschen: Beide sind derselbe Text. Scheitert die Anmeldung weiterhin, Benutzerzuordnung, Rollen und Vertrauen in den Aussteller ansehen.',
  'It is the same certificate, so a thumbprint comparison succeeds; a comparison of the texts does not. Enter the form that the place wants (singleLine for a service key of Cloud Integration) and save again.':
    'Es ist dasselbe Zertifikat, ein Vergleich der Fingerabdrücke gelingt also; ein Vergleich der Texte nicht. Die Form eintragen, die dort gewünscht ist (singleLine für einen Service Key von Cloud Integration), und erneut speichern.',
  'The certificate was renewed with its old key. Register the newer one where the older one is registered (service key, communication user, user mapping, trust list), and remove the older one after the change.':
    'Das Zertifikat wurde mit seinem alten Schlüssel erneuert. Das neuere dort hinterlegen, wo das ältere hinterlegt ist (Service Key, Kommunikationsbenutzer, Benutzerzuordnung, Vertrauensliste), und das ältere nach dem Wechsel entfernen.',
  'The certificate was renewed with a new key. Register the newer one where the older one is registered (service key, communication user, user mapping), see that the caller sends the newer one together with its key, and remove the older one after the change.':
    'Das Zertifikat wurde mit neuem Schlüssel erneuert. Das neuere dort hinterlegen, wo das ältere hinterlegt ist (Service Key, Kommunikationsbenutzer, Benutzerzuordnung), dafür sorgen, dass der Aufrufer das neuere mit seinem Schlüssel sendet, und das ältere nach dem Wechsel entfernen.',
  'The subject is the same and the authority another. Register the new certificate, import the new root and intermediates wherever the old ones are trusted, and correct mappings that name the issuer.':
    'Der Inhaber ist derselbe und die Stelle eine andere. Das neue Zertifikat hinterlegen, die neue Wurzel und Zwischenzertifikate überall importieren, wo die alten vertraut sind, und Zuordnungen berichtigen, die den Aussteller nennen.',
  'One is the certificate of an issuer of the other. Register the leaf itself, not the certificate of its authority.':
    'Eines ist das Zertifikat eines Ausstellers des anderen. Das Zertifikat selbst hinterlegen, nicht das seiner Stelle.',
  'These are two different certificates. Either the caller sends another one than intended (wrong alias, key store, PSE or destination), or another one was registered: find out which of the two is meant, and bring both places to it. In Cloud Integration set the log level to trace and compare the certificate of the trace with that of the service key (SAP KBA 3474524).':
    'Das sind zwei verschiedene Zertifikate. Entweder sendet der Aufrufer ein anderes als gedacht (falscher Alias, Keystore, PSE oder falsche Destination), oder ein anderes wurde hinterlegt: klären, welches gemeint ist, und beide Stellen darauf bringen. In Cloud Integration die Protokollstufe auf Trace stellen und das Zertifikat im Trace mit dem des Service Keys vergleichen (SAP KBA 3474524).',
  'It is the same certificate, and the {} text is cut off. Copy it again in full and save it.':
    'Es ist dasselbe Zertifikat, und {} Text ist abgeschnitten. Ihn noch einmal ganz kopieren und speichern.',
  '{} The {} is the newer one.': '{1} Neuer ist {2}.',
  '{} The {} is the issuer.': '{1} Der Aussteller ist {2}.',
  first: 'der erste',
  second: 'der zweite',

  // Warnings
  'The {} certificate was not looked at: {}': 'Das Zertifikat ({}) wurde nicht angesehen: {}',
  pasted: 'aus dem Text',
  'certificate of the target': 'aus dem Ziel',
  'The certificates were not compared: {}': 'Die Zertifikate wurden nicht verglichen: {}',
  'The transcript is no output of a tool that can be read; it was read as text.':
    'Die Mitschrift ist keine Ausgabe eines Werkzeugs, das hier gelesen wird; sie wurde als Text gelesen.',
  'The look at the target was not over within {} ms; ask again, or grant it more by target.timeoutMs.':
    'Der Blick auf das Ziel war nach {} ms nicht zu Ende; noch einmal fragen, oder ihm mit target.timeoutMs mehr Zeit geben.',
  'The target was not looked at: {}': 'Das Ziel wurde nicht angesehen: {}',
  'This service may not look at {}. Run this from where it can be reached, and send what it prints as "transcript": {}':
    'Dieser Dienst darf {} nicht ansehen. Von einem Ort, der es erreicht, dies ausführen und die Ausgabe als "transcript" senden: {}',
  'The product "{}" is unknown and was ignored; known are {}.': 'Das Produkt "{}" ist unbekannt und wurde nicht beachtet; bekannt sind {}.',
  'The direction "{}" is unknown and was ignored; known are inbound and outbound.':
    'Die Richtung "{}" ist unbekannt und wurde nicht beachtet; bekannt sind inbound und outbound.',
  'The answer "{}" to "{}" was ignored: {}.': 'Die Antwort "{}" auf "{}" wurde nicht beachtet: {}.',
  'its answers are {}': 'ihre Antworten sind {}',
  'there is no such question': 'eine solche Frage gibt es nicht',
  'This target was looked at {} times in this minute; wait, or take the kept look.':
    'Dieses Ziel wurde in dieser Minute {} Mal angesehen; warten, oder den aufbewahrten Blick nehmen.',
  'Too many looks wait already; try again in a second.': 'Zu viele Blicke warten schon; in einer Sekunde noch einmal versuchen.',
  'No credential is mounted under the name "{}".': 'Unter dem Namen "{}" ist kein Clientzertifikat eingehängt.',
  'There is no certificate in it.': 'Darin ist kein Zertifikat.',
  'The input holds no certificate.': 'Die Eingabe enthält kein Zertifikat.',
  'The private key does not belong to the certificate.': 'Der private Schlüssel gehört nicht zum Zertifikat.',
  'The private key is encrypted and no password was given.': 'Der private Schlüssel ist verschlüsselt, und kein Kennwort wurde mitgegeben.',
  'The password does not open the private key.': 'Das Kennwort öffnet den privaten Schlüssel nicht.',
  "The private key can't be read.": 'Der private Schlüssel ist nicht lesbar.',
  'There is no private key with this certificate; give it in `key`, or ask with `keyless: true`.':
    'Zu diesem Zertifikat gibt es keinen privaten Schlüssel; ihn in `key` mitgeben, oder mit `keyless: true` fragen.',
  'Between BEGIN and END of "{}" stands no base64.': 'Zwischen BEGIN und END von "{}" steht kein Base64.',
  'The content of "{}" does not begin as a certificate does (0x30 at byte 0). Copy it again from its source.':
    'Der Inhalt von "{}" beginnt nicht wie ein Zertifikat (0x30 bei Byte 0). Noch einmal aus der Quelle kopieren.',
  'The certificate is damaged: it is cut off at byte {}. Copy the whole text again from its source.':
    'Das Zertifikat ist beschädigt: Es ist bei Byte {} abgeschnitten. Den ganzen Text noch einmal aus der Quelle kopieren.',
  'The data is damaged: it ends at byte {}, inside the first element. Copy or transfer it again, in binary mode.':
    'Die Daten sind beschädigt: Sie enden bei Byte {}, im ersten Element. Noch einmal kopieren oder übertragen, im Binärmodus.',
  'The data is well-formed, but it is no certificate and no container that is known here.':
    'Die Daten sind wohlgeformt, aber weder ein Zertifikat noch ein hier bekannter Behälter.',
  'The data is well-formed, but it is no certificate and no container that is known here (its label says otherwise).':
    'Die Daten sind wohlgeformt, aber weder ein Zertifikat noch ein hier bekannter Behälter (ihr Etikett sagt anderes).',
  'The input is no certificate in any known shape.': 'Die Eingabe ist in keiner bekannten Form ein Zertifikat.',
  'The password does not open the key store.': 'Das Kennwort öffnet den Keystore nicht.',
  'The key store opens with a password only; send `password`.': 'Der Keystore öffnet sich nur mit Kennwort; `password` mitsenden.',
};
