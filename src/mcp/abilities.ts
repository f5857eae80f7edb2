import { Injectable } from '@nestjs/common';
import { CausesService } from '../causes/causes.service.js';
import { CertificatesService } from '../certificate-inspection/certificates.service.js';
import { ProbesService } from '../connectivity-probe/probes.service.js';
import { Consultation } from '../diagnosis/consultation.js';
import { Knowledge } from '../diagnosis/knowledge.js';
import { ErrorCatalogService } from '../error-catalog/error-catalog.service.js';

/** What tools and resources are made of: the services behind the HTTP API. */
@Injectable()
export class Abilities {
  constructor(
    readonly consultation: Consultation,
    readonly knowledge: Knowledge,
    readonly catalog: ErrorCatalogService,
    readonly causes: CausesService,
    readonly certificates: CertificatesService,
    readonly probes: ProbesService,
  ) {}
}
