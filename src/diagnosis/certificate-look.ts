import { HttpException, Injectable } from '@nestjs/common';
import { CertificatesService } from '../certificate-inspection/certificates.service.js';
import type { ComparisonReport } from '../certificate-inspection/comparison.dto.js';
import type { Purpose } from '../certificate-inspection/purpose.js';
import type { Problem } from '../http/problem.dto.js';
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

/** How many certificates of a text are looked at, and how far before one its name may stand. */
const MOST_OF_A_TEXT = 10;
const NAMED_WITHIN = 200;

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** Looks at the certificates of a request and turns what it finds into facts. */
@Injectable()
export class CertificateLook {
  constructor(private readonly certificates: CertificatesService) {}

  /**
   * @param request whose `certificates` and PEM blocks in `text` are looked at; nothing of them is kept
   * @returns facts (`finding:client/expired`, `comparison:renewed-new-key`), what was found, and a warning for each that can't be read
   */
  async at({ certificates: given = [], text = '' }: DiagnoseRequest): Promise<CertificateFacts> {
    const all = [...given, ...certificatesIn(text)];
    if (all.length === 0) return NO_CERTIFICATES;
    const looked: CertificateFacts = { facts: [], certificates: [], warnings: [] };
    for (const input of all) await this.lookAt(input, looked);
    const client = all.find(({ role }) => role === 'client');
    const expected = all.find(({ role }) => role === 'expected');
    if (client && expected) await this.compare(client, expected, looked);
    return looked;
  }

  private async lookAt({ data, password, role: given, label }: GivenCertificate, looked: CertificateFacts): Promise<void> {
    const role = given ?? 'client';
    try {
      const { certificates } = await this.certificates.inspect({
        data,
        ...(password !== undefined && { password }),
        purpose: PURPOSE_OF[role],
      });
      looked.certificates.push(...certificates.map((certificate) => ({ ...certificate, role, ...(label !== undefined && { label }) })));
      // Of a chain the leaf decides; of what is registered only the comparison speaks, and an authority logs on nowhere.
      const [leaf] = certificates;
      // A self-signed one that nobody calls a client's is rather a root.
      const isAuthority = leaf?.findings.some(
        ({ id }) => id === 'is-a-certificate-authority' || (id === 'self-signed' && given === undefined),
      );
      if ((role !== 'client' && role !== 'server') || isAuthority) return;
      for (const { id, says } of leaf?.findings ?? []) {
        looked.facts.push({ id: `finding:${role}/${id}`, source: 'certificate', says: `The ${role} certificate: ${says}` });
      }
    } catch (error) {
      looked.warnings.push(`The ${label ?? role} certificate was not looked at: ${reasonOf(error)}`);
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

/** The refusal of the inspection; its details never hold a word of the input. */
function reasonOf(error: unknown): string {
  if (!(error instanceof HttpException)) throw error;
  return (error.getResponse() as Problem).detail;
}

/** The PEM blocks of a text that is said to be a client certificate shortly before. */
function certificatesIn(text: string): GivenCertificate[] {
  const found: GivenCertificate[] = [];
  for (let at = text.indexOf(BEGIN); at >= 0 && found.length < MOST_OF_A_TEXT;) {
    const end = text.indexOf(END, at);
    if (end < 0) break;
    const before = text.slice(Math.max(0, at - NAMED_WITHIN), at).toLowerCase();
    if (before.includes('client certificate') || before.includes('client-zertifikat')) {
      found.push({ data: text.slice(at, end + END.length), role: 'client', label: 'client certificate in the text' });
    }
    at = text.indexOf(BEGIN, end);
  }
  return found;
}
