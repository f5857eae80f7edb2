import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { admit, scopeOf, type Scope } from '../http/scope.js';

/** Lets through who may. An operation that does not say what it requires is served to nobody. */
@Injectable()
export class ScopeGuard implements CanActivate {
  /** What operations require, by their controller and handler; it never changes. */
  private readonly known = new Map<object, Map<object, Scope | 'none' | undefined>>();

  canActivate(context: ExecutionContext): boolean {
    const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
    admit(caller, this.scopeFor(context.getClass(), context.getHandler()));
    return true;
  }

  private scopeFor(controller: object, handler: object): Scope | 'none' | undefined {
    let handlers = this.known.get(controller);
    if (!handlers) this.known.set(controller, (handlers = new Map()));
    if (!handlers.has(handler)) handlers.set(handler, scopeOf([handler, controller]));
    return handlers.get(handler);
  }
}
