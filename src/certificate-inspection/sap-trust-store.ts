/** The edition of the list below. */
export const SAP_TRUST_STORE_AS_OF = 'version 3.0.0 of 3 June 2026';

/**
 * The roots of public and SAP's own authorities that SAP approves for its Business Technology Platform, by organisation: the names in the
 * folders required and optional of github.com/sap-software/btp-trust-store. The load balancer of Cloud Integration has a list of its own
 * (SAP Note 2801396, behind a login); this is the one that SAP publishes.
 */
export const SAP_TRUST_STORE: Readonly<Record<string, readonly string[]>> = {
  Amazon: ['Amazon Root CA 1', 'Amazon Root CA 2', 'Amazon Root CA 3', 'Amazon Root CA 4'],
  Atos: ['Atos TrustedRoot 2011', 'Atos TrustedRoot Root CA RSA TLS 2021'],
  'COMODO CA Limited': ['COMODO Certification Authority', 'COMODO ECC Certification Authority', 'COMODO RSA Certification Authority'],
  'Asseco Data Systems S.A.': ['Certum Trusted Root CA'],
  'D-Trust GmbH': ['D-TRUST BR Root CA 2 2023', 'D-TRUST Root Class 3 CA 2 2009'],
  'DigiCert Inc': [
    'DigiCert Assured ID Root G2',
    'DigiCert Assured ID Root G3',
    'DigiCert Global Root G2',
    'DigiCert Global Root G3',
    'DigiCert Trusted Root G4',
  ],
  'DigiCert, Inc.': [
    'DigiCert ECC P384 Root G5',
    'DigiCert RSA4096 Root G5',
    'DigiCert TLS ECC P384 Root G5',
    'DigiCert TLS RSA4096 Root G5',
  ],
  'Google Trust Services LLC': ['GTS Root R1', 'GTS Root R2', 'GTS Root R3', 'GTS Root R4'],
  GlobalSign: ['GlobalSign'],
  'GlobalSign nv-sa': ['GlobalSign Root R46'],
  'GoDaddy.com, Inc.': ['Go Daddy Root Certificate Authority - G2'],
  'Microsoft Corporation': ['Microsoft ECC Root Certificate Authority 2017', 'Microsoft RSA Root Certificate Authority 2017'],
  'QuoVadis Limited': ['QuoVadis Root CA 1 G3', 'QuoVadis Root CA 2 G3'],
  'SAP SE': ['SAP Cloud Root CA'],
  'SAP AG': ['SAP Global Root CA'],
  'SAP IoT Trust Community II': ['SAP Internet of Things CA'],
  'SECOM Trust Systems CO.,LTD.': ['Security Communication RootCA2'],
  'SSL Corporation': [
    'SSL.com EV Root Certification Authority RSA R2',
    'SSL.com TLS ECC Root CA 2022',
    'SSL.com TLS RSA Root CA 2022',
    'SSL.com Root Certification Authority ECC',
    'SSL.com Root Certification Authority RSA',
  ],
  'Sectigo Limited': ['Sectigo Public Server Authentication Root R46'],
  'Starfield Technologies, Inc.': ['Starfield Services Root Certificate Authority - G2'],
  'T-Systems Enterprise Services GmbH': ['T-TeleSec GlobalRoot Class 2'],
  'The USERTRUST Network': ['USERTrust ECC Certification Authority', 'USERTrust RSA Certification Authority'],
  'X9 Financial PKI': ['X9 Financial PKI - ECC P-256 Root', 'X9 Financial PKI - RSA 4096 Root'],
  EDICOM: ['CAEDICOM Root'],
  'Internet Security Research Group': ['ISRG Root X2', 'ISRG Root X1'],
  ISRG: ['Root YE', 'Root YR'],
  'Republika Slovenija': ['SI-TRUST Root'],
  'Telia Company AB': ['Telia RSA TLS Root CA v3'],
};
