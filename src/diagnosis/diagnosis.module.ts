import { Module } from '@nestjs/common';
import { CertificatesModule } from '../certificate-inspection/certificates.module.js';
import { CausesModule } from '../causes/causes.module.js';
import { ErrorCatalogModule } from '../error-catalog/error-catalog.module.js';
import { CertificateLook } from './certificate-look.js';
import { DiagnosisController } from './diagnosis.controller.js';
import { DiagnosisService } from './diagnosis.service.js';
import { GuidesController } from './guides.controller.js';
import { Knowledge } from './knowledge.js';

@Module({
  imports: [CausesModule, ErrorCatalogModule, CertificatesModule],
  controllers: [DiagnosisController, GuidesController],
  providers: [CertificateLook, DiagnosisService, Knowledge],
  exports: [CertificateLook, DiagnosisService, Knowledge],
})
export class DiagnosisModule {}
