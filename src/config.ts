import { plainToInstance } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min, validateSync } from 'class-validator';
import { statSync } from 'node:fs';

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
  @Matches(/^rediss?(?:\+(?:sentinel|cluster))?:\/\/\S+$/, { message: 'REDIS_URL must start with redis://, rediss://, redis+sentinel:// or redis+cluster://' })
  readonly redisUrl?: string;

  @IsOptional()
  @IsString()
  readonly catalogDir?: string;

  @IsOptional()
  @IsString()
  readonly probeAllow?: string;

  @IsOptional()
  @IsString()
  readonly probeDeny?: string;

  @IsOptional()
  @Matches(/^http:\/\/\S+$/, { message: 'PROBE_PROXY must be the URL of an HTTP proxy that probes go through, such as http://proxy.corp.example:8080' })
  readonly probeProxy?: string;

  @IsInt({ message: 'PROBE_TARGET_LIMIT must be a whole number: how often a minute one target may be looked at, 0 for no limit' })
  @Min(0, { message: 'PROBE_TARGET_LIMIT must be 0 (no limit) or more' })
  readonly probeTargetLimit: number = 600;

  @IsOptional()
  @IsString()
  readonly credentialsDir?: string;

  @IsOptional()
  @IsString()
  readonly trustDir?: string;

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
    probeAllow: environment['PROBE_ALLOW'],
    probeDeny: environment['PROBE_DENY'],
    probeProxy: environment['PROBE_PROXY'],
    probeTargetLimit: number(environment['PROBE_TARGET_LIMIT']),
    credentialsDir: environment['CREDENTIALS_DIR'],
    trustDir: environment['TRUST_DIR'],
    logLevel: environment['LOG_LEVEL'],
  };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
  const config = plainToInstance(Config, present, { exposeDefaultValues: true });
  const faults = validateSync(config).flatMap(({ constraints = {}, property, value }) => `${Object.values(constraints)[0]}; it is ${shown(property, value)}.`);
  for (const [variable, folder] of [['CATALOG_DIR', config.catalogDir], ['CREDENTIALS_DIR', config.credentialsDir], ['TRUST_DIR', config.trustDir]] as const) {
    if (folder && !isFolder(folder)) faults.push(`${variable} must name a folder that exists; it is ${shown('folder', folder)}.`);
  }
  if (faults.length > 0) throw new Error(`The configuration is wrong:\n- ${faults.join('\n- ')}`);
  return config;
}

/** A URL may hold a password, so it is not shown. */
const shown = (property: string, value: unknown) => (property === 'redisUrl' || property === 'probeProxy' ? 'something else' : `"${String(value).slice(0, LONGEST_SHOWN)}"`);

const number = (text: string | undefined) => (text ? Number(text) : undefined);

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
