/** Names of algorithms, curves, extensions and usages by their object identifiers. */
export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  issuerAlternativeName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshestCrl: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInformationAccess: '1.3.6.1.5.5.7.1.1',
  subjectInformationAccess: '1.3.6.1.5.5.7.1.11',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
  signedCertificateTimestamps: '1.3.6.1.4.1.11129.2.4.2',
  ctPoison: '1.3.6.1.4.1.11129.2.4.3',
} as const;

/** Extensions by their identifiers, for replies. */
export const EXTENSION_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(EXTENSION).map(([name, oid]) => [oid, name]),
);

/** Usages of the extendedKeyUsage extension (RFC 5280, section 4.2.1.12, and those that vendors registered). */
export const EXTENDED_KEY_USAGES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.5': 'ipsecEndSystem',
  '1.3.6.1.5.5.7.3.6': 'ipsecTunnel',
  '1.3.6.1.5.5.7.3.7': 'ipsecUser',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '1.3.6.1.5.5.7.3.17': 'ipsecIKE',
  '1.3.6.1.4.1.311.20.2.2': 'smartcardLogon',
  '1.3.6.1.4.1.311.10.3.4': 'encryptingFileSystem',
  '1.3.6.1.4.1.311.10.3.12': 'documentSigning',
  '2.5.29.37.0': 'anyExtendedKeyUsage',
};

/** The order of the bits (RFC 5280, section 4.2.1.3). */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsage = (typeof KEY_USAGES)[number];

/** What a signature algorithm is made of. */
export interface SignatureScheme {
  /** @example 'sha256WithRSAEncryption' */
  name: string;
  /** The digest in node:crypto's spelling; absent where the scheme brings its own. */
  hash?: string;
  family: 'rsa' | 'rsa-pss' | 'ecdsa' | 'dsa' | 'eddsa' | 'post-quantum';
}

/** Signature algorithms (RFC 3279, 4055, 5758, 8410, 9881, 9909). */
export const SIGNATURES: Readonly<Record<string, SignatureScheme>> = {
  '1.2.840.113549.1.1.2': { name: 'md2WithRSAEncryption', hash: 'md2', family: 'rsa' },
  '1.2.840.113549.1.1.4': { name: 'md5WithRSAEncryption', hash: 'md5', family: 'rsa' },
  '1.2.840.113549.1.1.5': { name: 'sha1WithRSAEncryption', hash: 'sha1', family: 'rsa' },
  '1.3.14.3.2.29': { name: 'sha1WithRSA', hash: 'sha1', family: 'rsa' },
  '1.2.840.113549.1.1.14': { name: 'sha224WithRSAEncryption', hash: 'sha224', family: 'rsa' },
  '1.2.840.113549.1.1.11': { name: 'sha256WithRSAEncryption', hash: 'sha256', family: 'rsa' },
  '1.2.840.113549.1.1.12': { name: 'sha384WithRSAEncryption', hash: 'sha384', family: 'rsa' },
  '1.2.840.113549.1.1.13': { name: 'sha512WithRSAEncryption', hash: 'sha512', family: 'rsa' },
  '2.16.840.1.101.3.4.3.14': { name: 'sha3-256WithRSAEncryption', hash: 'sha3-256', family: 'rsa' },
  '2.16.840.1.101.3.4.3.15': { name: 'sha3-384WithRSAEncryption', hash: 'sha3-384', family: 'rsa' },
  '2.16.840.1.101.3.4.3.16': { name: 'sha3-512WithRSAEncryption', hash: 'sha3-512', family: 'rsa' },
  '1.2.840.113549.1.1.10': { name: 'rsassaPss', family: 'rsa-pss' },
  '1.2.840.10045.4.1': { name: 'ecdsa-with-SHA1', hash: 'sha1', family: 'ecdsa' },
  '1.2.840.10045.4.3.1': { name: 'ecdsa-with-SHA224', hash: 'sha224', family: 'ecdsa' },
  '1.2.840.10045.4.3.2': { name: 'ecdsa-with-SHA256', hash: 'sha256', family: 'ecdsa' },
  '1.2.840.10045.4.3.3': { name: 'ecdsa-with-SHA384', hash: 'sha384', family: 'ecdsa' },
  '1.2.840.10045.4.3.4': { name: 'ecdsa-with-SHA512', hash: 'sha512', family: 'ecdsa' },
  '2.16.840.1.101.3.4.3.10': { name: 'ecdsa-with-SHA3-256', hash: 'sha3-256', family: 'ecdsa' },
  '1.2.840.10040.4.3': { name: 'dsa-with-sha1', hash: 'sha1', family: 'dsa' },
  '2.16.840.1.101.3.4.3.1': { name: 'dsa-with-sha224', hash: 'sha224', family: 'dsa' },
  '2.16.840.1.101.3.4.3.2': { name: 'dsa-with-sha256', hash: 'sha256', family: 'dsa' },
  '1.3.101.112': { name: 'Ed25519', family: 'eddsa' },
  '1.3.101.113': { name: 'Ed448', family: 'eddsa' },
  '2.16.840.1.101.3.4.3.17': { name: 'ML-DSA-44', family: 'post-quantum' },
  '2.16.840.1.101.3.4.3.18': { name: 'ML-DSA-65', family: 'post-quantum' },
  '2.16.840.1.101.3.4.3.19': { name: 'ML-DSA-87', family: 'post-quantum' },
  '2.16.840.1.101.3.4.3.20': { name: 'SLH-DSA-SHA2-128s', family: 'post-quantum' },
  '2.16.840.1.101.3.4.3.21': { name: 'SLH-DSA-SHA2-128f', family: 'post-quantum' },
  '2.16.840.1.101.3.4.3.22': { name: 'SLH-DSA-SHA2-192s', family: 'post-quantum' },
  '2.16.840.1.101.3.4.3.23': { name: 'SLH-DSA-SHA2-192f', family: 'post-quantum' },
  '2.16.840.1.101.3.4.3.24': { name: 'SLH-DSA-SHA2-256s', family: 'post-quantum' },
  '2.16.840.1.101.3.4.3.25': { name: 'SLH-DSA-SHA2-256f', family: 'post-quantum' },
  '2.16.840.1.101.3.4.3.26': { name: 'SLH-DSA-SHAKE-128s', family: 'post-quantum' },
  '2.16.840.1.101.3.4.3.28': { name: 'SLH-DSA-SHAKE-192s', family: 'post-quantum' },
  '2.16.840.1.101.3.4.3.30': { name: 'SLH-DSA-SHAKE-256s', family: 'post-quantum' },
};

/** Digests that stand as parameters, for example of RSASSA-PSS. */
export const HASHES: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
};

/** Named curves with their size in bits (RFC 5480, RFC 5639, SEC 2). */
export const CURVES: Readonly<Record<string, { name: string; bits: number }>> = {
  '1.2.840.10045.3.1.1': { name: 'P-192', bits: 192 },
  '1.3.132.0.33': { name: 'P-224', bits: 224 },
  '1.2.840.10045.3.1.7': { name: 'P-256', bits: 256 },
  '1.3.132.0.34': { name: 'P-384', bits: 384 },
  '1.3.132.0.35': { name: 'P-521', bits: 521 },
  '1.3.132.0.10': { name: 'secp256k1', bits: 256 },
  '1.3.36.3.3.2.8.1.1.1': { name: 'brainpoolP160r1', bits: 160 },
  '1.3.36.3.3.2.8.1.1.3': { name: 'brainpoolP192r1', bits: 192 },
  '1.3.36.3.3.2.8.1.1.5': { name: 'brainpoolP224r1', bits: 224 },
  '1.3.36.3.3.2.8.1.1.7': { name: 'brainpoolP256r1', bits: 256 },
  '1.3.36.3.3.2.8.1.1.9': { name: 'brainpoolP320r1', bits: 320 },
  '1.3.36.3.3.2.8.1.1.11': { name: 'brainpoolP384r1', bits: 384 },
  '1.3.36.3.3.2.8.1.1.13': { name: 'brainpoolP512r1', bits: 512 },
  '1.2.156.10197.1.301': { name: 'SM2', bits: 256 },
};

/** Key types other than RSA and elliptic curves (whose identifiers say nothing of their size). */
export const KEY_TYPES: Readonly<Record<string, { name: string; bits?: number }>> = {
  '1.2.840.113549.1.1.1': { name: 'RSA' },
  '1.2.840.113549.1.1.10': { name: 'RSA-PSS' },
  '1.2.840.10045.2.1': { name: 'EC' },
  '1.2.840.10040.4.1': { name: 'DSA' },
  '1.3.101.110': { name: 'X25519', bits: 255 },
  '1.3.101.111': { name: 'X448', bits: 448 },
  '1.3.101.112': { name: 'Ed25519', bits: 255 },
  '1.3.101.113': { name: 'Ed448', bits: 448 },
  ...Object.fromEntries(
    Object.entries(SIGNATURES)
      .filter(([, { family }]) => family === 'post-quantum')
      .map(([oid, { name }]) => [oid, { name }]),
  ),
};
