import { Module } from '@nestjs/common';
import { RedisModule } from '../redis/redis.module.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

@Module({ imports: [RedisModule], controllers: [HealthController], providers: [Readiness], exports: [Readiness] })
export class HealthModule {}
