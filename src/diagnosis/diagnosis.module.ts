import { Module } from '@nestjs/common';
import { CertificatesModule } from '../certificate-inspection/certificates.module.js';
import { CausesModule } from '../causes/causes.module.js';
import { ErrorCatalogModule } from '../error-catalog/error-catalog.module.js';
import { ConnectivityProbeModule } from '../connectivity-probe/connectivity-probe.module.js';
import { CertificateLook } from './certificate-look.js';
import { ConnectionLook } from './connection-look.js';
import { Consultation } from './consultation.js';
import { DiagnosisController } from './diagnosis.controller.js';
import { DiagnosisService } from './diagnosis.service.js';
import { GuidesController } from './guides.controller.js';
import { Knowledge } from './knowledge.js';

@Module({
  imports: [CausesModule, ErrorCatalogModule, CertificatesModule, ConnectivityProbeModule],
  controllers: [DiagnosisController, GuidesController],
  providers: [CertificateLook, ConnectionLook, Consultation, DiagnosisService, Knowledge],
  exports: [Consultation, Knowledge],
})
export class DiagnosisModule {}
