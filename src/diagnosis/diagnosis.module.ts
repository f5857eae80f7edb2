import { Module } from '@nestjs/common';
import { CausesModule } from '../causes/causes.module.js';
import { ErrorCatalogModule } from '../error-catalog/error-catalog.module.js';
import { DiagnosisController } from './diagnosis.controller.js';
import { DiagnosisService } from './diagnosis.service.js';
import { GuidesController } from './guides.controller.js';
import { Knowledge } from './knowledge.js';

@Module({
  imports: [CausesModule, ErrorCatalogModule],
  controllers: [DiagnosisController, GuidesController],
  providers: [DiagnosisService, Knowledge],
  exports: [DiagnosisService],
})
export class DiagnosisModule {}
