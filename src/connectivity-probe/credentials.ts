import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Config } from '../config.js';
import { ContainerWorker } from '../certificate-inspection/containers/container-worker.js';
import { stampOf } from '../mounted/mounted.js';
import { InputProblem } from '../certificate-inspection/reading/input-problem.js';
import { readCredential, type ClientCredential, type GivenCredential } from './client-credential.js';

/** What a credential may be called: the name of a folder, and nothing that leads out of it. */
export const CREDENTIAL_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

const FILES = ['tls.crt', 'tls.key', 'keystore.p12', 'password'] as const;

interface Kept {
  stamp: string;
  credential: ClientCredential;
}

/** The client certificates that the operator mounted: one folder each, read again when its files change. */
@Injectable()
export class Credentials {
  private readonly logger = new Logger('Credentials');
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly config: Config,
    private readonly opener: ContainerWorker,
  ) {}

  /**
   * Reads one that the caller gave, for this call only.
   * @param wantsKey false for the keyless test
   * @throws InputProblem when it can't be used
   */
  read(given: GivenCredential, wantsKey: boolean): Promise<ClientCredential> {
    return readCredential(given, this.opener, wantsKey);
  }

  /** The names that may be asked for. */
  names(): string[] {
    const { credentialsDir } = this.config;
    if (!credentialsDir) return [];
    return readdirSync(credentialsDir).filter((name) => CREDENTIAL_NAME.test(name) && this.stampOf(join(credentialsDir, name)) !== '');
  }

  /**
   * @param name of the folder
   * @returns the credential, undefined when there is none of that name; the one before where its files were replaced by bad ones
   * @throws InputProblem when its files can't be used and never could
   */
  async find(name: string): Promise<ClientCredential | undefined> {
    if (!this.config.credentialsDir || !CREDENTIAL_NAME.test(name)) return undefined;
    const folder = join(this.config.credentialsDir, name);
    const stamp = this.stampOf(folder);
    if (!stamp) return undefined;
    const known = this.kept.get(name);
    if (known?.stamp === stamp) return known.credential;
    try {
      const credential = await this.readFolder(folder);
      this.kept.set(name, { stamp, credential });
      if (known) this.logger.log(`The credential "${name}" has changed and is in force`);
      return credential;
    } catch (error) {
      if (!known) throw error;
      // Complained about once: with this stamp the old one is in force.
      known.stamp = stamp;
      const why = error instanceof InputProblem ? error.message : "its files can't be read.";
      this.logger.error(`The credential "${name}" has changed and is not taken, the one before stays in force: ${why}`);
      return known.credential;
    }
  }

  /** Changes when a file does. Empty where there is nothing. */
  private stampOf(folder: string): string {
    return FILES.map((file) => stampOf(join(folder, file))).join('');
  }

  private async readFolder(folder: string): Promise<ClientCredential> {
    const text = (file: string) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : undefined);
    const password = text('password');
    const certificate = text('tls.crt');
    if (certificate) return this.read({ data: certificate, key: text('tls.key'), password }, true);
    return this.read({ data: readFileSync(join(folder, 'keystore.p12')), password }, true);
  }
}

/** What tells two credentials apart in a cache key: the certificate, which is public. */
export const fingerprintOf = ({ chain }: ClientCredential): string =>
  createHash('sha256').update(Buffer.concat(chain)).digest('base64url').slice(0, 22);
