import type { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { Config } from '../config.js';
import { refused } from '../http/refused.js';
import { SCOPES, type Caller, type Scope } from '../http/scope.js';

/** Signatures with a public key only: none and the shared secrets must never be taken. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** How long keys count, how long after a miss they are not asked for again, and how long the issuer is waited for, in milliseconds. */
const KEYS_LIVE = 10 * 60_000;
const PAUSE_AFTER_MISS = 15_000;
const ISSUER_TIMEOUT = 3000;

/** Errors that are the issuer's, not the token's. */
const TROUBLE = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

interface Jose {
  createRemoteJWKSet: typeof createRemoteJWKSet;
  jwtVerify: typeof jwtVerify;
  errors: typeof errors;
}

/** Reads bearer tokens (RFC 6750) of one OpenID Connect issuer. */
export class BearerTokens {
  private jose?: Jose;
  private keys?: ReturnType<typeof createRemoteJWKSet>;

  constructor(private readonly config: Config) {}

  /**
   * @param token as it stands behind "Bearer"
   * @returns whose it is, undefined when it is not good
   * @throws HttpException 503 when the issuer's keys can't be had, so that nobody can say
   */
  async holderOf(token: string): Promise<Caller | undefined> {
    const { oidcIssuer, oidcAudience, oidcClockSkew, oidcScopeClaim, oidcScopePrefix } = this.config;
    // Loaded only where it is used: a start without is faster by it.
    this.jose ??= await import('jose');
    const { errors: faults } = this.jose;
    try {
      const { payload } = await this.jose.jwtVerify(token, await this.keySet(this.jose), {
        issuer: oidcIssuer,
        audience: [...oidcAudience],
        clockTolerance: oidcClockSkew,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'sub'],
      });
      return {
        name: `token:${String(payload.sub).slice(0, 80)}`,
        kind: 'token',
        scopes: scopesIn(payload[oidcScopeClaim], oidcScopePrefix),
      };
    } catch (error) {
      // What the token got wrong; the rest is trouble on the way to the issuer.
      if (error instanceof faults.JOSEError && !TROUBLE.has(error.code)) return undefined;
      throw refused('ISSUER_UNREACHABLE', "The keys of the tokens' issuer can't be had at the moment, so no token can be checked.", {
        retryAfter: PAUSE_AFTER_MISS / 1000,
      });
    }
  }

  private async keySet({ createRemoteJWKSet: remote }: Jose): Promise<ReturnType<typeof createRemoteJWKSet>> {
    this.keys ??= remote(new URL(this.config.oidcJwksUrl ?? (await this.discover())), {
      cacheMaxAge: KEYS_LIVE,
      cooldownDuration: PAUSE_AFTER_MISS,
      timeoutDuration: ISSUER_TIMEOUT,
    });
    return this.keys;
  }

  /** OpenID Connect Discovery 1.0, section 4. */
  private async discover(): Promise<string> {
    const reply = await fetch(`${(this.config.oidcIssuer ?? '').replace(/\/$/, '')}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(ISSUER_TIMEOUT),
      redirect: 'error',
    });
    const { issuer, jwks_uri: keys } = (await reply.json()) as { issuer?: unknown; jwks_uri?: unknown };
    if (issuer !== this.config.oidcIssuer || typeof keys !== 'string')
      throw new Error('the discovery document is of another issuer or names no keys');
    return keys;
  }
}

/** A list, or one text with spaces (RFC 8693, section 4.2). XSUAA and others put the application's name in front. */
function scopesIn(claim: unknown, prefix: string): Scope[] {
  const given = new Set(Array.isArray(claim) ? (claim as unknown[]) : typeof claim === 'string' ? claim.split(' ') : []);
  return SCOPES.filter((scope) => given.has(prefix + scope));
}
