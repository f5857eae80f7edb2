import { Module } from '@nestjs/common';
import { CertificatesController } from './certificates.controller.js';
import { CertificatesService } from './certificates.service.js';
import { ContainerWorker } from './containers/container-worker.js';

@Module({
  controllers: [CertificatesController],
  providers: [CertificatesService, ContainerWorker],
  exports: [CertificatesService],
})
export class CertificatesModule {}
