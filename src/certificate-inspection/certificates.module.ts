import { Module } from '@nestjs/common';
import { CertificatesController } from './certificates.controller.js';
import { TrustAnchors } from './chain/trust-anchors.js';
import { ChainService } from './chain.service.js';
import { CertificatesService } from './certificates.service.js';
import { ContainerWorker } from './containers/container-worker.js';

@Module({
  controllers: [CertificatesController],
  providers: [CertificatesService, ChainService, ContainerWorker, TrustAnchors],
  exports: [CertificatesService, ChainService, ContainerWorker, TrustAnchors],
})
export class CertificatesModule {}
