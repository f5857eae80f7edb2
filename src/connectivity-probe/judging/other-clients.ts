import type { Presented, SeenRequest } from '../observation.js';

/** What a client of some family would do with this certificate at this server. */
export interface OtherClient {
  client: 'java' | 'openssl';
  /** Which programs behave so. */
  who: string;
  sends: boolean;
  because: string;
}

/**
 * Says what clients would answer that choose differently. JSSE (Java) sends a certificate only if a certificate of its
 * chain was issued by one of the acceptable names; OpenSSL sends what it was given. Both skip a key that can't make any
 * of the wanted signatures.
 * @param request the server's first CertificateRequest
 * @param presented the certificate at hand
 */
export function otherClients(request: SeenRequest, presented: Presented): OtherClient[] {
  const { signatureAlgorithms } = request;
  const signs = signatureAlgorithms.length === 0 || presented.canSign.some((scheme) => signatureAlgorithms.includes(scheme));
  const unable = `a key of type ${presented.keyType} can make none of the signatures that the server wants`;
  const java = 'Java with JSSE: Cloud Integration, PI/PO, SAP Java Connector, most Java programs; Go chooses likewise';
  const openssl = 'OpenSSL and what is built on it: curl, Node.js, Python, nginx as a client';
  const { acceptable, says: because } = judgeIssuer(request, presented);
  return [
    { client: 'java', who: java, sends: signs && acceptable, because: signs ? because : unable },
    {
      client: 'openssl',
      who: openssl,
      sends: signs,
      because: signs ? 'it sends the configured certificate whatever names the server lists' : unable,
    },
  ];
}

/** Whether the server takes certificates of our issuer, by the names that it lists; the key is another matter. */
export interface IssuerVerdict {
  acceptable: boolean;
  says: string;
}

/** @returns what the server's list says of our chain; an empty one means that any issuer will do (RFC 8446, section 4.2.4) */
export function judgeIssuer(request: SeenRequest, presented: Presented): IssuerVerdict {
  const { authorityKeys } = request;
  const match = matchingAuthority(request, presented);
  const says =
    authorityKeys.length === 0
      ? 'the server names no acceptable issuer, which means that any will do'
      : match
        ? `the acceptable issuers name ${match}, which belongs to its chain`
        : `no acceptable issuer (of ${authorityKeys.length}) belongs to its chain`;
  return { acceptable: authorityKeys.length === 0 || match !== undefined, says };
}

/**
 * The acceptable issuer that our chain leads to: compared over the whole chain (RFC 8446, section 4.2.4), as RFC 5280,
 * section 7.1, compares names.
 */
export function matchingAuthority({ authorities, authorityKeys }: SeenRequest, { chain }: Presented): string | undefined {
  const ours = new Set(chain.flatMap(({ issuerKey, subjectKey }, at) => (at === 0 ? [issuerKey] : [issuerKey, subjectKey])));
  const at = authorityKeys.findIndex((key) => ours.has(key));
  return at < 0 ? undefined : authorities[at];
}
