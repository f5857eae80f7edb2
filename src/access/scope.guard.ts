import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { refused } from '../http/refused.js';
import { scopeOf } from '../http/scope.js';

/** Lets through who may. An operation that does not say what it requires is served to nobody. */
@Injectable()
export class ScopeGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const scope = scopeOf([context.getHandler(), context.getClass()]);
    if (scope === 'none') return true;
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!scope || !caller?.scopes.includes(scope))
      throw refused('SCOPE_MISSING', `This operation requires the scope "${scope ?? 'none that anybody has'}", which you don't have.`);
    return true;
  }
}
