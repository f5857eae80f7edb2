import { generateKeyPairSync, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';

const SCHEME = {
  ecdsaP256: 0x0403,
  ecdsaP384: 0x0503,
  ecdsaP521: 0x0603,
  ed25519: 0x0807,
  ed448: 0x0808,
  pssOfRsa: 0x0804,
  pssOfPss: 0x0809,
  pkcs1: 0x0401,
} as const;

/**
 * A signature that has the form of one by a certificate's key and proves nothing, for the keyless test: a server that
 * judges the chain first refuses the chain, any other refuses the signature.
 * @param certificate whose key it pretends to be of
 * @param wanted the names of the signature algorithms that the server asked for
 * @returns the scheme's number and the bytes
 * @throws when the certificate's key is of a kind that Node can't read
 */
export function worthlessSignature(certificate: Buffer, wanted: readonly string[]): { scheme: number; signature: Buffer } {
  const { publicKey } = new X509Certificate(certificate);
  const type = publicKey.asymmetricKeyType;
  if (type === 'ec') return ofCurve(publicKey);
  if (type === 'ed25519') return { scheme: SCHEME.ed25519, signature: randomBytes(64) };
  if (type === 'ed448') return { scheme: SCHEME.ed448, signature: randomBytes(114) };
  if (type === 'rsa-pss') return { scheme: SCHEME.pssOfPss, signature: ofRsa(publicKey) };
  return {
    scheme: wanted.length === 0 || wanted.includes('rsa_pss_rsae_sha256') ? SCHEME.pssOfRsa : SCHEME.pkcs1,
    signature: ofRsa(publicKey),
  };
}

function ofCurve({ asymmetricKeyDetails }: KeyObject): { scheme: number; signature: Buffer } {
  const namedCurve = asymmetricKeyDetails?.namedCurve ?? 'prime256v1';
  const scheme = namedCurve === 'secp384r1' ? SCHEME.ecdsaP384 : namedCurve === 'secp521r1' ? SCHEME.ecdsaP521 : SCHEME.ecdsaP256;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve });
  return { scheme, signature: sign('sha256', randomBytes(16), privateKey) };
}

/** As long as the modulus and smaller than it, so that it is a number the key could have made. */
function ofRsa({ asymmetricKeyDetails }: KeyObject): Buffer {
  const signature = randomBytes(Math.ceil((asymmetricKeyDetails?.modulusLength ?? 2048) / 8));
  signature[0] = 0;
  return signature;
}
