import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { RedisModule } from '../redis/redis.module.js';
import { AccessService } from './access.service.js';
import { RateLimiter } from './rate-limiter.js';
import { ScopeGuard } from './scope.guard.js';

@Module({
  imports: [RedisModule],
  providers: [AccessService, RateLimiter, { provide: APP_GUARD, useClass: ScopeGuard }],
  exports: [AccessService],
})
export class AccessModule {}
