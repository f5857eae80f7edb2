import { Injectable } from '@nestjs/common';
import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { Config } from '../config.js';

/** Whom a server's chain may lead to: Mozilla's roots as Node brings them, and what the operator put into TRUST_DIR. */
@Injectable()
export class TrustAnchors {
  private read?: X509Certificate[];

  constructor(private readonly config: Config) {}

  /** Read at the first use, since parsing 140 roots would cost every start. */
  all(): readonly X509Certificate[] {
    this.read ??= [...own(this.config.trustDir), ...rootCertificates.map((pem) => new X509Certificate(pem))];
    return this.read;
  }
}

function own(folder: string | undefined): X509Certificate[] {
  if (!folder) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && /\.(?:pem|crt|cer)$/.test(entry.name))
    .flatMap(({ name }) =>
      [...readFileSync(join(folder, name), 'latin1').matchAll(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)].map(
        ([pem]) => new X509Certificate(pem),
      ),
    );
}
