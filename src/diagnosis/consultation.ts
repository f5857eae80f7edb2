import { Injectable } from '@nestjs/common';
import { refused } from '../http/refused.js';
import type { Scope } from '../http/scope.js';
import type { Language } from '../language.js';
import { diagnoses } from '../observed.js';
import { CertificateLook, type CertificateFacts } from './certificate-look.js';
import { ConnectionLook, type ConnectionFacts } from './connection-look.js';
import type { DiagnoseRequest, DiagnosisReport } from './diagnosis.dto.js';
import { DiagnosisService } from './diagnosis.service.js';

/** Who asks, and how. */
export interface Asking {
  /** For the audit of a look that follows. */
  by: string;
  language?: Language;
  /** What the caller may do; everything where it is left out. */
  scopes?: readonly Scope[];
  /** Whether a kept look at the target won't do. */
  fresh?: boolean;
}

/** A whole diagnosis: looks at everything that was given, then judges it. */
@Injectable()
export class Consultation {
  constructor(
    private readonly certificates: CertificateLook,
    private readonly connections: ConnectionLook,
    private readonly diagnosis: DiagnosisService,
  ) {}

  /**
   * Names the cause of a failed certificate logon from text, certificates, transcript and a live look together.
   * @param request validated; nothing of it is kept
   * @returns the report; at once where there is nothing to look at but words
   * @throws HttpException when the caller may not have the target looked at, or the target can't be one
   */
  about(request: DiagnoseRequest, asking: Asking): DiagnosisReport | Promise<DiagnosisReport> {
    const needsLook = this.certificates.hasSome(request) || this.connections.hasSome(request);
    return needsLook ? this.lookedInto(request, asking) : this.judged(request, asking.language, undefined);
  }

  private async lookedInto(request: DiagnoseRequest, { language, scopes, fresh = false, by }: Asking): Promise<DiagnosisReport> {
    if (request.target && scopes && !scopes.includes('probe'))
      throw refused('SCOPE_MISSING', 'A diagnosis with a target requires the scope "probe", which you don\'t have.');
    const certificates = await this.certificates.atHand(request, await this.connections.chainOf(request));
    const [looked, connected] = await Promise.all([
      this.certificates.at(certificates, request),
      this.connections.at(
        request,
        certificates.find(({ role }) => role === 'client'),
        { by, fresh },
      ),
    ]);
    return this.judged(request, language, {
      ...looked,
      ...connected,
      // A tool prints the leaf where the server sent more: whether the chain is complete is told by the list above it.
      facts: [...connected.facts, ...looked.facts.filter(({ id }) => !(connected.part && id === 'finding:server/chain-incomplete'))],
      warnings: [...looked.warnings, ...connected.warnings],
    });
  }

  private judged(
    request: DiagnoseRequest,
    language: Language | undefined,
    looked: (CertificateFacts & ConnectionFacts) | undefined,
  ): DiagnosisReport {
    const report = this.diagnosis.diagnose(request, language, looked);
    diagnoses.tell({ verdict: report.verdict, cause: report.causes[0]?.id });
    return report;
  }
}
