import { plainToInstance } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, validateSync } from 'class-validator';
import { statSync } from 'node:fs';
import { isIP } from 'node:net';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What the environment says, read once at the start. */
export class Config {
  @IsInt({ message: 'PORT must be a whole number such as 3000' })
  @Min(0, { message: 'PORT must be 0 (any free port) to 65535' })
  @Max(65_535, { message: 'PORT must be 0 (any free port) to 65535' })
  readonly port: number = 3000;

  @IsString()
  @Matches(/^[0-9A-Za-z:.%_-]{1,255}$/, { message: 'HOST must be an address or host name to listen on, such as 127.0.0.1, 0.0.0.0 or ::' })
  readonly host: string = '127.0.0.1';

  @IsOptional()
  @Matches(/^rediss?(?:\+(?:sentinel|cluster))?:\/\/\S+$/, {
    message: 'REDIS_URL must start with redis://, rediss://, redis+sentinel:// or redis+cluster://',
  })
  readonly redisUrl?: string;

  @IsOptional()
  @IsString()
  readonly catalogDir?: string;

  /** A folder of PEM files with authorities that are trusted besides Mozilla's. */
  @IsOptional()
  @IsString()
  readonly trustDir?: string;
  /** Origins whose pages may call, `*` for all; none by default. */
  @Matches(/^(?:\*|https?:\/\/[^\s/?#@]+)$/, {
    each: true,
    message: 'CORS_ORIGINS must be a comma-separated list such as https://portal.example, or *',
  })
  readonly corsOrigins: readonly string[] = [];

  @IsBoolean({ message: 'COMPRESSION must be true or false' })
  readonly compression: boolean = true;

  @IsBoolean({ message: 'REQUEST_LOG must be true or false' })
  readonly requestLog: boolean = false;

  /** For how many seconds requests are still served after readiness has said no. */
  @IsInt({ message: 'SHUTDOWN_DELAY must be a whole number of seconds' })
  @Min(0, { message: 'SHUTDOWN_DELAY must be 0 to 300' })
  @Max(300, { message: 'SHUTDOWN_DELAY must be 0 to 300' })
  readonly shutdownDelay: number = 0;

  /** For how many seconds more the requests that are open may go on. */
  @IsInt({ message: 'SHUTDOWN_TIMEOUT must be a whole number of seconds' })
  @Min(1, { message: 'SHUTDOWN_TIMEOUT must be 1 to 300' })
  @Max(300, { message: 'SHUTDOWN_TIMEOUT must be 1 to 300' })
  readonly shutdownTimeout: number = 15;

  /** Who may call: keys and client certificates. */
  @IsOptional()
  @IsString()
  readonly apiKeysFile?: string;

  @IsOptional()
  @Matches(/^https?:\/\/[^\s?#]+$/, { message: 'OIDC_ISSUER must be the URL that stands in the tokens as "iss"' })
  readonly oidcIssuer?: string;

  @IsString({ each: true })
  readonly oidcAudience: readonly string[] = [];

  @IsOptional()
  @Matches(/^https?:\/\/\S+$/, { message: 'OIDC_JWKS_URL must be a URL; without it the issuer is asked for it' })
  readonly oidcJwksUrl?: string;

  @IsString()
  readonly oidcScopeClaim: string = 'scope';

  @IsString()
  readonly oidcScopePrefix: string = '';

  /** By how many seconds clocks may differ. */
  @IsInt({ message: 'OIDC_CLOCK_SKEW must be a whole number of seconds' })
  @Min(0, { message: 'OIDC_CLOCK_SKEW must be 0 to 300' })
  @Max(300, { message: 'OIDC_CLOCK_SKEW must be 0 to 300' })
  readonly oidcClockSkew: number = 30;

  /** Whose word is taken about the address and the certificate of the client. */
  @Matches(/^[0-9A-Fa-f:.]+(?:\/\d{1,3})?$/, {
    each: true,
    message: 'TRUSTED_PROXIES must be a comma-separated list of addresses and ranges such as 10.0.0.0/8',
  })
  readonly trustedProxies: readonly string[] = [];

  /** Requests a caller and seconds; without it there is no limit. */
  @IsOptional()
  @Matches(/^[1-9]\d{0,6}\/[1-9]\d{0,4}$/, { message: 'RATE_LIMIT must be requests/seconds, such as 120/60' })
  readonly rateLimit?: string;

  /** Milliseconds that a request may have waited, while requests queue up, before it is refused; 0 refuses none. */
  @IsInt({ message: 'MAX_EVENT_LOOP_DELAY must be a whole number of milliseconds' })
  @Min(0, { message: 'MAX_EVENT_LOOP_DELAY must be 0 (off) to 10000' })
  @Max(10_000, { message: 'MAX_EVENT_LOOP_DELAY must be 0 (off) to 10000' })
  readonly maxEventLoopDelay: number = 100;
  @IsOptional()
  @IsString()
  readonly probeAllow?: string;

  @IsOptional()
  @IsString()
  readonly probeDeny?: string;

  @IsOptional()
  @Matches(/^http:\/\/\S+$/, {
    message: 'PROBE_PROXY must be the URL of an HTTP proxy that probes go through, such as http://proxy.corp.example:8080',
  })
  readonly probeProxy?: string;

  @IsInt({ message: 'PROBE_TARGET_LIMIT must be a whole number: how often a minute one target may be looked at, 0 for no limit' })
  @Min(0, { message: 'PROBE_TARGET_LIMIT must be 0 (no limit) or more' })
  readonly probeTargetLimit: number = 600;

  @IsOptional()
  @IsString()
  readonly credentialsDir?: string;

  /** A folder with tls.crt and tls.key: TLS is terminated here. */
  @IsOptional()
  @IsString()
  readonly tlsDir?: string;

  /** Where traces go, by OTLP over HTTP. */
  @IsOptional()
  @Matches(/^https?:\/\/\S+$/, { message: 'OTEL_EXPORTER_OTLP_ENDPOINT must be the URL of a collector such as http://collector:4318' })
  readonly otlpEndpoint?: string;

  /** What to look at on a schedule. */
  @IsOptional()
  @IsString()
  readonly watchFile?: string;

  @IsIn(LOG_LEVELS, { message: `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}` })
  readonly logLevel: (typeof LOG_LEVELS)[number] = 'info';
}

/** How long a value of the environment may be to be shown in a message; a longer one may hold a secret. */
const LONGEST_SHOWN = 60;

/**
 * Reads and validates the environment.
 * @param environment usually `process.env`; empty values count as absent
 * @returns the typed configuration
 * @throws Error with one sentence for every wrong value: which, why and what is wanted
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = {
    port: number(environment['PORT']),
    host: environment['HOST'],
    redisUrl: environment['REDIS_URL'],
    catalogDir: environment['CATALOG_DIR'],
    trustDir: environment['TRUST_DIR'],
    corsOrigins: list(environment['CORS_ORIGINS']),
    compression: flag(environment['COMPRESSION']),
    requestLog: flag(environment['REQUEST_LOG']),
    shutdownDelay: number(environment['SHUTDOWN_DELAY']),
    shutdownTimeout: number(environment['SHUTDOWN_TIMEOUT']),
    apiKeysFile: environment['API_KEYS_FILE'],
    oidcIssuer: environment['OIDC_ISSUER'],
    oidcAudience: list(environment['OIDC_AUDIENCE']),
    oidcJwksUrl: environment['OIDC_JWKS_URL'],
    oidcScopeClaim: environment['OIDC_SCOPE_CLAIM'],
    oidcScopePrefix: environment['OIDC_SCOPE_PREFIX'],
    oidcClockSkew: number(environment['OIDC_CLOCK_SKEW']),
    trustedProxies: list(environment['TRUSTED_PROXIES']),
    rateLimit: environment['RATE_LIMIT'],
    maxEventLoopDelay: number(environment['MAX_EVENT_LOOP_DELAY']),
    probeAllow: environment['PROBE_ALLOW'],
    probeDeny: environment['PROBE_DENY'],
    probeProxy: environment['PROBE_PROXY'],
    probeTargetLimit: number(environment['PROBE_TARGET_LIMIT']),
    credentialsDir: environment['CREDENTIALS_DIR'],
    otlpEndpoint:
      environment['OTEL_SDK_DISABLED'] === 'true'
        ? undefined
        : environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_ENDPOINT'],
    tlsDir: environment['TLS_DIR'],
    watchFile: environment['WATCH_FILE'],
    logLevel: environment['LOG_LEVEL'],
  };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
  const config = plainToInstance(Config, present, { exposeDefaultValues: true });
  const faults = validateSync(config).flatMap(
    ({ constraints = {}, property, value }) => `${Object.values(constraints)[0]}; it is ${shown(property, value)}.`,
  );
  if (config.oidcIssuer && config.oidcAudience.length === 0)
    faults.push('OIDC_AUDIENCE must be set where OIDC_ISSUER is: without it every token of the issuer would be taken, whomever it is for.');
  for (const range of config.trustedProxies)
    if (!isRange(range)) faults.push(`TRUSTED_PROXIES holds "${range.slice(0, LONGEST_SHOWN)}", which is no address or range.`);
  for (const [variable, folder] of [
    ['CATALOG_DIR', config.catalogDir],
    ['CREDENTIALS_DIR', config.credentialsDir],
    ['TRUST_DIR', config.trustDir],
    ['TLS_DIR', config.tlsDir],
  ] as const) {
    if (folder && !isFolder(folder)) faults.push(`${variable} must name a folder that exists; it is ${shown('folder', folder)}.`);
  }
  if (faults.length > 0) throw new Error(`The configuration is wrong:\n- ${faults.join('\n- ')}`);
  return config;
}

/** A URL may hold a password, so it is not shown. */
const shown = (property: string, value: unknown) =>
  ['redisUrl', 'probeProxy', 'otlpEndpoint'].includes(property) ? 'something else' : `"${String(value).slice(0, LONGEST_SHOWN)}"`;

const number = (text: string | undefined) => (text ? Number(text) : undefined);

const flag = (text: string | undefined) => (text === 'true' ? true : text === 'false' ? false : text);

const list = (text: string | undefined) =>
  text
    ? text
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean)
    : undefined;

function isRange(range: string): boolean {
  const [address = '', prefix, ...rest] = range.split('/');
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && longest > 0 && (prefix === undefined || Number(prefix) <= longest);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
