import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';
import { Config } from '../config.js';
import { refused } from '../http/refused.js';
import { SCOPES, type Caller } from '../http/scope.js';
import { Mounted } from '../mounted/mounted.js';
import { holderOf, ownerOf, readAccessList, type AccessList } from './access-file.js';
import { BearerTokens } from './bearer-tokens.js';
import { TrustedProxies } from './trusted-proxies.js';

/** A key is 43 letters behind a prefix; whatever is much longer is none and is not hashed. */
const LONGEST_KEY = 200;
const LONGEST_TOKEN = 8192;

/** Knows who asks. */
@Injectable()
export class AccessService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Access');
  private readonly proxies: TrustedProxies;
  private readonly tokens?: BearerTokens;
  private list?: Mounted<AccessList>;

  constructor(config: Config) {
    this.proxies = new TrustedProxies(config.trustedProxies);
    if (config.oidcIssuer) this.tokens = new BearerTokens(config);
    if (config.apiKeysFile) this.list = watched(config.apiKeysFile);
  }

  /** Whether callers have to say who they are. */
  get closed(): boolean {
    return this.list !== undefined || this.tokens !== undefined;
  }

  onModuleInit(): void {
    if (this.closed)
      return this.logger.log(
        `Access: ${[this.list && 'API keys and client certificates', this.tokens && 'bearer tokens'].filter(Boolean).join(', ')}`,
      );
    this.logger.warn(
      'ACCESS IS OPEN: whoever reaches this port may use every operation. Set API_KEYS_FILE or OIDC_ISSUER before others can reach it.',
    );
  }

  /** Who asks where access is open: whoever it is may do everything. */
  stranger({ ip }: FastifyRequest): Caller {
    return { name: ip, kind: 'anonymous', scopes: SCOPES };
  }

  /**
   * Who asks, by the first proof that is given: a key, a token, a certificate.
   * @returns the caller
   * @throws HttpException 401 when the proof is missing or not good
   */
  async callerOf(request: FastifyRequest): Promise<Caller> {
    const key = request.headers['x-api-key'];
    if (key !== undefined)
      return this.orRefuse(
        typeof key === 'string' && key.length <= LONGEST_KEY && this.list ? holderOf(this.list.value.keys, key, Date.now()) : undefined,
        'The key in x-api-key is not known or has expired.',
      );
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    // Who can't send a header of its own (Prometheus) sends the key as a bearer token.
    const holder =
      token !== undefined && token.length <= LONGEST_KEY && this.list ? holderOf(this.list.value.keys, token, Date.now()) : undefined;
    if (holder) return holder;
    if (token !== undefined && this.tokens) {
      return this.orRefuse(
        token.length <= LONGEST_TOKEN ? await this.tokens.holderOf(token) : undefined,
        'The bearer token is not good: its signature, issuer, audience or time is wrong.',
      );
    }
    const certificate = this.proxies.certificateFor(request) ?? ownCertificate(request);
    if (certificate && this.list)
      return this.orRefuse(
        ownerOf(this.list.value.certificates, certificate, Date.now()),
        'The client certificate is not one that is admitted, or is outside its validity.',
      );
    return this.orRefuse(
      undefined,
      'Say who you are: with a key in the header x-api-key, or with a bearer token where the operator has named an issuer.',
    );
  }

  private orRefuse(caller: Caller | undefined, detail: string): Caller {
    if (!caller) throw refused('UNAUTHENTICATED', detail);
    return caller;
  }

  onModuleDestroy(): void {
    this.list?.close();
  }
}

function watched(path: string): Mounted<AccessList> {
  try {
    return new Mounted(path, () => readAccessList(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error(`API_KEYS_FILE ${path} can't be used: ${(error as Error).message}`, { cause: error });
  }
}

/** The client's certificate where this process terminates TLS: the handshake has proved that the client has its key. */
function ownCertificate({ raw }: FastifyRequest): X509Certificate | undefined {
  const socket = raw.socket as Partial<TLSSocket>;
  return socket.getPeerX509Certificate?.();
}
