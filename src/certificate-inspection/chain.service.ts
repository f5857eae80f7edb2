import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { refused } from '../http/refused.js';
import { CertificatesService } from './certificates.service.js';
import type { Certificate } from './certificate.js';
import type { ChainFinding, ChainPurpose, ChainReport, ChainRequest } from './chain.dto.js';
import { counts, type Level, type Profile } from './chain/chain-flaw.js';
import { opensslVerdict, prepareOpenssl, type OpensslAnswer } from './chain/openssl-verdict.js';
import type { PolicyDemands } from './chain/policies.js';
import { TrustAnchors } from './chain/trust-anchors.js';
import { validateChain, type ChainVerdict } from './chain/validate-chain.js';
import type { CertificateInput } from './inspection.dto.js';
import { thumbprints } from './describe-certificate.js';
import { rfc4514 } from './names/spellings.js';
import { orderPath } from './order-path.js';
import type { RevocationList } from './read-revocation-list.js';

const SERVER = '1.3.6.1.5.5.7.3.1';
const CLIENT = '1.3.6.1.5.5.7.3.2';

/** How far a time may lie from now for OpenSSL, which knows only the present, to be asked. */
const PRESENT = 3_600_000;

/** The most certificates of one request. */
const MOST = 200;

/** In milliseconds. */
const AFTER_THE_START = 1500;

/** Validates chains. */
@Injectable()
export class ChainService implements OnApplicationBootstrap {
  constructor(
    private readonly certificates: CertificatesService,
    private readonly trust: TrustAnchors,
  ) {}

  /** Behind the start, which has enough to do; without it the first question makes what it needs. */
  onApplicationBootstrap(): void {
    setTimeout(() => prepareOpenssl(this.trust.all).catch(() => undefined), AFTER_THE_START).unref();
  }

  /**
   * Finds the best path to a trust anchor and says whether it is valid, or why not.
   * @throws UnprocessableEntityException when an input can't be used
   */
  async validate(request: ChainRequest): Promise<ChainReport> {
    const { at, purpose = 'client-authentication', host, maxDepth, profile = 'default' } = request;
    const leaves = request.leaf ? await this.certificatesOf([request.leaf]) : [];
    const others = await this.certificatesOf(request.certificates ?? []);
    const given = [...leaves, ...others];
    const leaf = leaves[0] ?? orderPath(given)[0];
    if (!leaf) throw refused('NO_CERTIFICATE_FOUND', 'The request holds no certificate; send "leaf" or "certificates".');
    const anchors = request.anchors ? await this.certificatesOf(request.anchors) : this.trust.all;
    const lists = await this.listsOf(request.crls ?? []);
    const now = at === undefined ? Date.now() : Date.parse(at);
    const usage = usageFor(purpose);
    const verdict = validateChain({
      leaf,
      pool: given,
      anchors,
      lists,
      now,
      profile,
      ...policyDemands(request),
      ...(usage && { usage }),
      ...(host !== undefined && { host }),
      ...(maxDepth !== undefined && { maxDepth }),
    });
    const openssl =
      Math.abs(now - Date.now()) > PRESENT ? { name: 'not-asked' } : await this.askOpenssl(leaf, given, anchors, lists, purpose);
    return {
      ...report(verdict, given, profile, openssl),
      anchors: request.anchors
        ? { source: 'caller', count: anchors.length }
        : { source: 'mozilla', version: this.trust.version, count: anchors.length },
    };
  }

  private askOpenssl(
    leaf: Certificate,
    given: readonly Certificate[],
    anchors: readonly Certificate[],
    lists: readonly RevocationList[],
    purpose: ChainPurpose,
  ): Promise<OpensslAnswer> {
    const chain = [leaf, ...given.filter((other) => other !== leaf)].map(({ der }) => der);
    return opensslVerdict({
      chain,
      anchors,
      lists: lists.map(({ der }) => der),
      purpose: purpose === 'server-authentication' ? 'server' : 'client',
      keyAlgorithm: leaf.publicKey.algorithm,
    });
  }

  private async certificatesOf(inputs: readonly CertificateInput[]): Promise<Certificate[]> {
    const found: Certificate[] = [];
    for (const input of inputs) {
      const { certificates } = await this.certificates.read(input);
      found.push(...certificates.map(({ certificate }) => certificate));
      if (found.length > MOST) throw refused('TOO_MANY_CERTIFICATES', `The request holds more than ${MOST} certificates of a kind.`);
    }
    return found;
  }

  private async listsOf(inputs: readonly CertificateInput[]): Promise<RevocationList[]> {
    const found: RevocationList[] = [];
    for (const input of inputs) found.push(...(await this.certificates.read(input)).revocationLists);
    return found;
  }
}

const policyDemands = ({ policies, requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy }: ChainRequest): PolicyDemands => ({
  ...(policies && { policies }),
  ...(requireExplicitPolicy && { requireExplicitPolicy }),
  ...(inhibitPolicyMapping && { inhibitPolicyMapping }),
  ...(inhibitAnyPolicy && { inhibitAnyPolicy }),
});

const usageFor = (purpose: ChainPurpose) =>
  purpose === 'any' || purpose === 'certificate-authority' ? undefined : purpose === 'server-authentication' ? SERVER : CLIENT;

function report(
  { valid, path, anchored, flaws, reason }: ChainVerdict,
  given: readonly Certificate[],
  profile: Profile,
  openssl: OpensslAnswer,
): Omit<ChainReport, 'anchors'> {
  const top = path.at(-1) as Certificate;
  const missing = reason && !anchored && reason.id === 'issuer-missing' ? [{ issuer: rfc4514(top.issuer), from: top.addresses.aia }] : [];
  const decisive = path[reason?.at ?? 0] as Certificate;
  return {
    valid,
    reason: reason
      ? { id: reason.id, certificate: rfc4514(decisive.subject), says: reason.says }
      : { id: 'valid', certificate: rfc4514(decisive.subject), says: 'Every signature and rule of the path holds, up to a trust anchor.' },
    path: path.map((certificate, at) => ({
      subject: rfc4514(certificate.subject),
      issuer: rfc4514(certificate.issuer),
      sha256: thumbprints(certificate).sha256,
      role: anchored && at === path.length - 1 ? 'anchor' : at === 0 ? 'leaf' : 'intermediate',
    })),
    missing,
    order: path.map((certificate) => given.findIndex(({ der }) => der.equals(certificate.der))).filter((place) => place >= 0),
    extra: given.filter(({ der }) => !path.some((member) => member.der.equals(der))).map(({ subject }) => rfc4514(subject)),
    findings: [
      ...flaws.map((flaw) => ({
        id: flaw.id,
        severity: counts(flaw, profile) ? ('error' as const) : severityOf(flaw.level),
        certificate: rfc4514((path[flaw.at] as Certificate).subject),
        says: flaw.says,
      })),
      ...disagreement(valid, profile, openssl, path),
    ],
    openssl,
  };
}

const severityOf = (level: Level): ChainFinding['severity'] => (level === 'strict' || level === 'error' ? 'warning' : 'notice');

/** OpenSSL knows fewer rules than the stricter profiles, so only the default one is compared. */
function disagreement(valid: boolean, profile: Profile, { name }: OpensslAnswer, path: readonly Certificate[]): ChainFinding[] {
  const asked = name !== 'not-asked' && name !== 'not-available';
  if (!asked || profile !== 'default' || valid === (name === 'OK')) return [];
  return [
    {
      id: 'openssl-disagrees',
      severity: 'warning',
      certificate: rfc4514((path[0] as Certificate).subject),
      says: `OpenSSL says ${name}, so programs built on it may decide otherwise.`,
    },
  ];
}
