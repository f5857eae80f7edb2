import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { refused, Refuses } from './refused.js';

/** What a caller may be allowed to do. */
export const SCOPES = ['errors', 'certificates', 'probe', 'diagnose', 'metrics'] as const;
export type Scope = (typeof SCOPES)[number];

/** The ways to say who one is, as the OpenAPI document names them. */
export const SECURITY_SCHEMES = ['apiKey', 'bearer', 'clientCertificate'] as const;

const REQUIRED = 'mtls-doctor:scope';

/** On a controller or handler: where access is configured, only callers with this scope are served. */
export const RequiresScope = (scope: Scope) =>
  applyDecorators(
    SetMetadata(REQUIRED, scope),
    Refuses('UNAUTHENTICATED', 'SCOPE_MISSING', 'TOO_MANY_REQUESTS', 'OVERLOADED', 'ISSUER_UNREACHABLE'),
    ...SECURITY_SCHEMES.map((scheme) => ApiSecurity(scheme, [scope])),
  );

/** On a controller or handler: everybody is served, always. */
export const ForEverybody = () => SetMetadata(REQUIRED, 'none');

/**
 * @param targets the handler and its controller
 * @returns what they require; undefined where nobody has said, which must not be served
 */
export function scopeOf(targets: readonly object[]): Scope | 'none' | undefined {
  return targets.map((target) => Reflect.getMetadata(REQUIRED, target) as Scope | 'none' | undefined).find(Boolean);
}

/**
 * @param required by the operation; undefined where nobody has said, which is served to nobody
 * @throws HttpException 403 when the caller may not
 */
export function admit(caller: Caller | undefined, required: Scope | 'none' | undefined): void {
  if (required === 'none') return;
  if (!required || !caller?.scopes.includes(required))
    throw refused('SCOPE_MISSING', `This operation requires the scope "${required ?? 'none that anybody has'}", which you don't have.`);
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; absent before it is known. */
    caller?: Caller;
  }
}

/** Who asks. */
export interface Caller {
  /** For logs and limits: a name from the operator's own files, the subject of a token, or an address. */
  name: string;
  kind: 'anonymous' | 'api-key' | 'token' | 'certificate';
  scopes: readonly Scope[];
}

/** A caller as the audit line of a look names it, such as `api-key:helpdesk-bot`. */
export const auditNameOf = (caller: Caller | undefined): string => (caller ? `${caller.kind}:${caller.name}` : 'unknown');
