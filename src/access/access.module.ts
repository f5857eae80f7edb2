import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessService } from './access.service.js';
import { ScopeGuard } from './scope.guard.js';

@Module({ providers: [AccessService, { provide: APP_GUARD, useClass: ScopeGuard }], exports: [AccessService] })
export class AccessModule {}
