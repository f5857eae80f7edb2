import { Module } from '@nestjs/common';
import { CertificatesModule } from '../certificate-inspection/certificates.module.js';
import { RedisModule } from '../redis/redis.module.js';
import { BatchesController } from './batches.controller.js';
import { BatchesService } from './batches.service.js';
import { Credentials } from './credentials.js';
import { ExporterController } from './exporter.controller.js';
import { LookLimits } from './look-limits.js';
import { ObservationCache } from './observation-cache.js';
import { ProbePolicy } from './policy/probe-policy.js';
import { ProbesController } from './probes.controller.js';
import { ProbesService } from './probes.service.js';

@Module({
  imports: [RedisModule, CertificatesModule],
  controllers: [ProbesController, BatchesController, ExporterController],
  providers: [ProbePolicy, Credentials, ObservationCache, LookLimits, ProbesService, BatchesService],
  exports: [ProbesService, Credentials],
})
export class ConnectivityProbeModule {}
