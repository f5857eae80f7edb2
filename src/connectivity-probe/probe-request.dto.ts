import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { TLS_VERSIONS, type TlsVersion } from './handshake/tls-names.js';

/** The longest inline certificate, in characters: base64 of 1 MiB. */
const LONGEST_CERTIFICATE = 1_400_000;

/** A client certificate for this call only: it is kept in memory while the call lasts and never stored, logged or cached. */
export class InlineCertificate {
  /** PEM (with its chain, and the key where it is not in `key`), or PKCS#12 or DER in base64. */
  @IsString()
  @MaxLength(LONGEST_CERTIFICATE)
  data: string;

  /** The private key as PEM, where it stands apart. */
  @IsOptional()
  @IsString()
  @MaxLength(100_000)
  key?: string;

  /** Of the container or the key. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  password?: string;
}

/** What to look at. */
export class ProbeTarget {
  /** A host name or an address, without scheme and path. @example 'my300000.s4hana.cloud.sap' */
  @IsString()
  @MaxLength(1000)
  host: string;

  /** 443 where it is left out. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  port?: number;

  /** The name to ask for in the handshake (SNI) and to expect in the certificate; the host where it is left out. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?$/, { message: 'serverName must be a host name' })
  serverName?: string;

  /** The path of the one GET that is sent. @example '/sap/bc/ping' */
  @IsOptional()
  @Matches(/^\/[\x21-\x7e]{0,1999}$/, { message: 'path must begin with a slash and hold no spaces or control characters' })
  path?: string;

  /** The name of a client certificate that is mounted into the service. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, { message: 'credential must be the name of a mounted credential' })
  credential?: string;

  /** An HTTP proxy to go through. Its address is judged like the target's, unless the operator configured it. @example 'http://proxy.example:8080' */
  @IsOptional()
  @Matches(/^http:\/\/[^\s/]{1,500}\/?$/, { message: 'proxy must be a URL such as http://proxy.example:8080' })
  proxy?: string;

  /** The oldest version to offer. */
  @IsOptional()
  @IsIn(TLS_VERSIONS)
  minVersion?: TlsVersion;

  /** The newest version to offer. */
  @IsOptional()
  @IsIn(TLS_VERSIONS)
  maxVersion?: TlsVersion;

  /** How long the whole look may take, in milliseconds; 10,000 where it is left out. */
  @IsOptional()
  @IsInt()
  @Min(100)
  @Max(60_000)
  timeoutMs?: number;

  /** full: also sweeps versions, cipher suites and server names, with some 30 connections more. */
  @IsOptional()
  @IsIn(['normal', 'full'])
  depth?: 'normal' | 'full';
}

export class ProbeRequest extends ProbeTarget {
  @IsOptional()
  @ValidateNested()
  @Type(() => InlineCertificate)
  certificate?: InlineCertificate;

  /** Ask whether the server would take the certificate, without its private key. Leaves "bad signature" in the server's log. */
  @IsOptional()
  @IsBoolean()
  keyless?: boolean;
}

/** The largest batch. */
export const LARGEST_BATCH = 1000;

export class BatchRequest {
  /** Each with a named credential at most and a proxy without login, since nothing secret may enter a queue. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(LARGEST_BATCH)
  @ValidateNested({ each: true })
  @Type(() => ProbeTarget)
  targets: ProbeTarget[];
}

export class TranscriptRequest {
  /** What the tool printed. */
  @IsString()
  @MaxLength(1_048_576)
  text: string;

  /** Which tool it was; recognised where it is left out. */
  @IsOptional()
  @IsIn(['openssl', 'curl', 'java', 'gnutls', 'icm', 'xpi-inspector', 'cloud-connector'])
  kind?: 'openssl' | 'curl' | 'java' | 'gnutls' | 'icm' | 'xpi-inspector' | 'cloud-connector';
}

export class CommandQuery {
  /** @example 'my300000.s4hana.cloud.sap' */
  @IsString()
  @MaxLength(1000)
  host: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65_535)
  port?: number;

  /** bash where it is left out. */
  @IsOptional()
  @IsIn(['bash', 'powershell', 'cmd'])
  shell?: 'bash' | 'powershell' | 'cmd';

  /** openssl where it is left out. */
  @IsOptional()
  @IsIn(['openssl', 'curl', 'java'])
  tool?: 'openssl' | 'curl' | 'java';

  /** The file of the client certificate, as PEM with chain and key. @example 'client.pem' */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_./\\:-]{1,200}$/, { message: 'certificate must be a file name without blanks and quotes' })
  certificate?: string;
}

export class ExporterQuery {
  /** host, host:port or an https URL. @example 'https://my300000.s4hana.cloud.sap/sap/bc/ping' */
  @IsString()
  @MaxLength(2000)
  target: string;

  /** The name of a mounted credential, or `default` for none. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, { message: 'module must be "default" or the name of a mounted credential' })
  module?: string;
}
