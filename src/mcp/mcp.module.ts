import { Module } from '@nestjs/common';
import { CausesModule } from '../causes/causes.module.js';
import { CertificatesModule } from '../certificate-inspection/certificates.module.js';
import { ConnectivityProbeModule } from '../connectivity-probe/connectivity-probe.module.js';
import { DiagnosisModule } from '../diagnosis/diagnosis.module.js';
import { ErrorCatalogModule } from '../error-catalog/error-catalog.module.js';
import { Abilities } from './abilities.js';
import { McpController } from './mcp.controller.js';
import { McpService } from './mcp.service.js';

@Module({
  imports: [CausesModule, CertificatesModule, ConnectivityProbeModule, DiagnosisModule, ErrorCatalogModule],
  controllers: [McpController],
  providers: [Abilities, McpService],
})
export class McpModule {}
