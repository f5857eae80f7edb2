import { Module } from '@nestjs/common';
import { RedisModule } from '../redis/redis.module.js';
import { Credentials } from './credentials.js';
import { LookLimits } from './look-limits.js';
import { ObservationCache } from './observation-cache.js';
import { ProbePolicy } from './policy/probe-policy.js';
import { ProbesController } from './probes.controller.js';
import { ProbesService } from './probes.service.js';
import { TrustAnchors } from './trust-anchors.js';

@Module({
  imports: [RedisModule],
  controllers: [ProbesController],
  providers: [ProbePolicy, Credentials, TrustAnchors, ObservationCache, LookLimits, ProbesService],
  exports: [ProbesService],
})
export class ConnectivityProbeModule {}
