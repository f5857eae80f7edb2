import { Injectable, Optional, type OnModuleDestroy } from '@nestjs/common';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { Config } from '../../config.js';
import { Mounted } from '../../mounted/mounted.js';
import type { Certificate } from '../certificate.js';
import { findBlocks } from '../reading/find-blocks.js';
import { readCertificate } from '../read-certificate.js';

/** One array, since who asks keeps what it made of a list by the list itself. */
const NONE: readonly Certificate[] = [];

/** The most bytes that one mounted file may have. */
const LARGEST_FILE = 4 * 1024 * 1024;

/** The authorities that are trusted when the caller names none. */
@Injectable()
export class TrustAnchors implements OnModuleDestroy {
  private readonly folder?: Mounted<readonly Certificate[]>;
  private list?: { mounted: readonly Certificate[]; all: readonly Certificate[] };

  /** @throws Error when a file in TRUST_DIR can't be used */
  constructor(@Optional() config?: Config) {
    const path = config?.trustDir;
    if (path) this.folder = new Mounted(path, () => readFolder(path));
  }

  /** Which list it is. */
  readonly version = `Node.js ${process.versions.node}`;

  /** What the operator mounts (TRUST_DIR), as it is now. */
  get mounted(): readonly Certificate[] {
    return this.folder?.value ?? NONE;
  }

  /** Mozilla's list as this Node bundles it, read at the first use, and what the operator mounts. */
  get all(): readonly Certificate[] {
    const { mounted } = this;
    if (this.list?.mounted !== mounted) this.list = { mounted, all: [...mozillas(), ...mounted] };
    return this.list.all;
  }

  onModuleDestroy(): void {
    this.folder?.close();
  }
}

let read: readonly Certificate[] | undefined;
const mozillas = () => (read ??= rootCertificates.flatMap((pem) => findBlocks(pem).map(({ bytes }) => readCertificate(bytes))));

function readFolder(folder: string): Certificate[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((file) => !file.isDirectory() && /\.(?:pem|crt|cer)$/.test(file.name))
    .flatMap(({ name }) => readFile(join(folder, name)));
}

/** A file may hold more than certificates; one without any is a mistake. */
function readFile(path: string): Certificate[] {
  const blocks = findBlocks(readFileSync(path, 'utf8').slice(0, LARGEST_FILE)).filter(({ label = 'CERTIFICATE' }) =>
    label.endsWith('CERTIFICATE'),
  );
  if (blocks.length === 0) throw new Error(`${path} holds no certificate in PEM; give it one or take the file away.`);
  return blocks.map(({ bytes }, at) => {
    try {
      return readCertificate(bytes);
    } catch {
      throw new Error(`${path}: certificate ${at + 1} is damaged; put it there anew or take it out.`);
    }
  });
}
