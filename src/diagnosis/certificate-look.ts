import { HttpException, Injectable } from '@nestjs/common';
import type { FoundCertificate } from '../certificate-inspection/reading/reading.js';
import { CertificatesService } from '../certificate-inspection/certificates.service.js';
import type { ComparisonReport } from '../certificate-inspection/comparison.dto.js';
import type { InspectedCertificate } from '../certificate-inspection/inspection.dto.js';
import type { Purpose } from '../certificate-inspection/purpose.js';
import type { Problem } from '../http/problem.dto.js';
import { certificatesIn } from './certificates-in-text.js';
import type { DiagnoseRequest, GivenCertificate, LookedAtCertificate } from './diagnosis.dto.js';
import type { Fact } from './fact.js';

/** What the certificates of a request say. */
export interface CertificateFacts {
  facts: Fact[];
  certificates: LookedAtCertificate[];
  comparison?: ComparisonReport;
  warnings: string[];
}

export const NO_CERTIFICATES: CertificateFacts = { facts: [], certificates: [], warnings: [] };

type Role = NonNullable<GivenCertificate['role']>;

/** What a certificate is judged for, by what it is to the connection. */
const PURPOSE_OF: Readonly<Record<Role, Purpose>> = {
  client: 'client-authentication',
  expected: 'client-authentication',
  server: 'server-authentication',
  issuer: 'certificate-authority',
};

/** What a registered certificate must be like, by the place where it is registered. */
const REGISTERED_AT: Readonly<Record<string, Purpose>> = {
  'cloud-integration inbound': 'cloud-integration-service-key',
  's4hana-cloud inbound': 'sap-communication-user',
};

/** Findings that keep a certificate from being used by a client. */
const USAGE_FLAWS = [
  'client-auth-usage-missing',
  'server-auth-only',
  'digital-signature-usage-missing',
  'any-usage-only',
  'issuer-forbids-client-authentication',
];

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** A certificate of the request; without a role where neither the caller nor the text says what it is. */
export type CertificateAtHand = GivenCertificate & {
  /** Whether nobody said that it is a client's. */
  assumed?: boolean;
};

/** Looks at the certificates of a request and turns what it finds into facts. */
@Injectable()
export class CertificateLook {
  constructor(private readonly certificates: CertificatesService) {}

  /** Whether a request holds certificates, or its text may. */
  hasSome({ certificates = [], text = '' }: DiagnoseRequest): boolean {
    return certificates.length > 0 || certificatesIn(text).length > 0;
  }

  /**
   * The certificates that a request holds, in the order in which they count.
   * @param request whose `certificates` and `text` hold some
   * @param ofTarget the chain that its target shows
   */
  async atHand(
    { certificates: given = [], text = '' }: DiagnoseRequest,
    ofTarget: GivenCertificate | undefined,
  ): Promise<CertificateAtHand[]> {
    const inText = await Promise.all(certificatesIn(text).map((found) => this.withRole(found)));
    return [
      ...(ofTarget ? [ofTarget] : []),
      ...given.map((one) => (one.role ? one : { ...one, role: 'client' as const, assumed: true })),
      ...inText,
    ];
  }

  /** Where the text does not say whose certificate it is, one that is for clients only is a client's. */
  private async withRole(found: CertificateAtHand): Promise<CertificateAtHand> {
    if (found.role) return found;
    const leaf = await this.leafOf(found.data);
    const usages = leaf?.certificate.extendedKeyUsage ?? [];
    return usages.includes(CLIENT_AUTH) && !usages.includes(SERVER_AUTH) ? { ...found, role: 'client', assumed: true } : found;
  }

  /** The first certificate of what was pasted; undefined where it can't be read. */
  private async leafOf(data: string): Promise<FoundCertificate | undefined> {
    try {
      return (await this.certificates.read({ data })).certificates[0];
    } catch {
      return undefined;
    }
  }

  /**
   * @param certificates those at hand, from `atHand`; nothing of them is kept
   * @param hints product and direction, which decide what a certificate must be like
   * @returns facts (`finding:client/expired`, `comparison:renewed-new-key`), what was found, and a warning for each that can't be read
   */
  async at(
    certificates: readonly CertificateAtHand[],
    hints: Pick<DiagnoseRequest, 'product' | 'direction' | 'target'>,
  ): Promise<CertificateFacts> {
    if (certificates.length === 0) return NO_CERTIFICATES;
    const looked: CertificateFacts = { facts: [], certificates: [], warnings: [] };
    for (const input of certificates) await this.lookAt(input, hints, looked);
    const client = certificates.find(({ role }) => role === 'client');
    const expected = certificates.find(({ role }) => role === 'expected');
    if (client && expected) await this.compare(client, expected, looked);
    return looked;
  }

  private async lookAt(
    { data, password, role, label, assumed = false }: CertificateAtHand,
    { product, direction, target }: Pick<DiagnoseRequest, 'product' | 'direction' | 'target'>,
    looked: CertificateFacts,
  ): Promise<void> {
    const registeredAt = role === 'expected' ? REGISTERED_AT[`${product?.toLowerCase()} ${direction}`] : undefined;
    try {
      const { certificates } = await this.certificates.inspect({
        data,
        ...(password !== undefined && { password }),
        purpose: registeredAt ?? PURPOSE_OF[role ?? 'client'],
        ...(role === 'server' && target && { host: target.serverName ?? target.host }),
      });
      const named = { ...(role && { role }), ...(label !== undefined && { label }) };
      looked.certificates.push(...certificates.map((certificate) => Object.assign(certificate, named)));
      // Of a chain the leaf decides, and an authority logs on nowhere.
      const [leaf] = certificates;
      // A self-signed one that nobody calls a client's is rather a root.
      const isAuthority = leaf?.findings.some(({ id }) => id === 'is-a-certificate-authority' || (assumed && id === 'self-signed'));
      if (!leaf || !role || role === 'issuer' || (isAuthority && role !== 'expected')) return;
      looked.facts.push(...factsOf(leaf, role));
    } catch (error) {
      looked.warnings.push(`The ${label ?? role ?? ''} certificate was not looked at: ${reasonOf(error)}`);
    }
  }

  private async compare(client: GivenCertificate, expected: GivenCertificate, looked: CertificateFacts): Promise<void> {
    try {
      looked.comparison = await this.certificates.compare({ first: expected, second: client });
      const { relation, advice } = looked.comparison;
      looked.facts.push({
        id: `comparison:${relation}`,
        source: 'certificate',
        says: `The certificate in use and the one expected: ${relation}. ${advice}`,
      });
    } catch (error) {
      looked.warnings.push(`The certificates were not compared: ${reasonOf(error)}`);
    }
  }
}

/** Its findings, and of a client's what is sound about it, since that speaks against causes too. */
function factsOf({ findings, subject }: InspectedCertificate, role: Exclude<Role, 'issuer'>): Fact[] {
  const facts: Fact[] = findings.map(({ id, says }) => ({
    id: `finding:${role}/${id}`,
    source: 'certificate',
    says: `The ${role} certificate: ${says}`,
  }));
  if (role !== 'client') return facts;
  const sound = (id: string, flaws: readonly string[], says: string) =>
    findings.some((finding) => flaws.includes(finding.id))
      ? []
      : [{ id: `certificate:client/${id}`, source: 'certificate' as const, says: `The client certificate ${subject.rfc4514} ${says}` }];
  return [
    ...facts,
    ...sound('in-time', ['expired', 'not-yet-valid', 'validity-reversed'], 'is valid today'),
    ...sound('may-authenticate', USAGE_FLAWS, 'may be used for client authentication'),
  ];
}

/** The refusal of the inspection; its details never hold a word of the input. */
function reasonOf(error: unknown): string {
  if (!(error instanceof HttpException)) throw error;
  return (error.getResponse() as Problem).detail;
}
