import { Injectable, Optional } from '@nestjs/common';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { Config } from '../../config.js';
import type { Certificate } from '../certificate.js';
import { findBlocks } from '../reading/find-blocks.js';
import { readCertificate } from '../read-certificate.js';

/** The most bytes that one mounted file may have. */
const LARGEST_FILE = 4 * 1024 * 1024;

/** The authorities that are trusted when the caller names none. */
@Injectable()
export class TrustAnchors {
  private list?: readonly Certificate[];

  constructor(@Optional() private readonly config?: Config) {}

  /** Which list it is. */
  readonly version = `Node.js ${process.versions.node}`;

  /** Mozilla's list as this Node bundles it, and what the operator mounts (TRUST_DIR); read at the first use. */
  get all(): readonly Certificate[] {
    this.list ??= [...rootCertificates.flatMap(certificatesOf), ...(this.config?.trustDir ? mounted(this.config.trustDir) : [])];
    return this.list;
  }
}

function certificatesOf(pem: string): Certificate[] {
  return findBlocks(pem).flatMap(({ bytes }) => {
    try {
      return [readCertificate(bytes)];
    } catch {
      // A file of the operator may hold more than certificates.
      return [];
    }
  });
}

const mounted = (folder: string): Certificate[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((file) => !file.isDirectory() && /\.(?:pem|crt|cer)$/.test(file.name))
    .flatMap(({ name }) => certificatesOf(readFileSync(join(folder, name), 'utf8').slice(0, LARGEST_FILE)));
