import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerOptions } from 'node:https';
import { join } from 'node:path';
import type { Server } from 'node:tls';
import type { Config } from '../config.js';
import { Mounted } from '../mounted/mounted.js';

/**
 * How TLS is terminated by this process.
 * @param config names the folder; undefined where a proxy does it. Client certificates are asked for where some may be admitted; who has one is
 *   judged by its key (the list of the operator), and the handshake proves that the client has it, so that no authority has to be trusted.
 * @throws Error when the files can't be used
 */
export function tlsOptions({ tlsDir, apiKeysFile }: Pick<Config, 'tlsDir' | 'apiKeysFile'>): ServerOptions | undefined {
  return tlsDir
    ? { ...readPair(tlsDir), minVersion: 'TLSv1.2', requestCert: apiKeysFile !== undefined, rejectUnauthorized: false }
    : undefined;
}

/**
 * Takes a renewed certificate for new connections.
 * @param app the application that was made with `tlsOptions`
 */
export function renewTls(app: NestFastifyApplication, { tlsDir }: Config): void {
  if (!tlsDir) return;
  const fastify = app.getHttpAdapter().getInstance();
  const server = fastify.server as unknown as Server;
  const folder = new Mounted(tlsDir, () => server.setSecureContext({ ...readPair(tlsDir), minVersion: 'TLSv1.2' }), {
    initial: { value: undefined },
  });
  fastify.addHook('onClose', (_instance, done) => {
    folder.close();
    done();
  });
}

function readPair(folder: string): { cert: string; key: string } {
  const read = (name: string) => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      throw new Error(`TLS_DIR ${folder} holds no ${name} that can be read.`);
    }
  };
  const [cert, key] = [read('tls.crt'), read('tls.key')];
  let belongs: boolean;
  try {
    belongs = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    throw new Error(`TLS_DIR ${folder}: tls.crt or tls.key is damaged or not PEM.`);
  }
  if (!belongs) throw new Error(`TLS_DIR ${folder}: tls.key does not belong to the first certificate of tls.crt.`);
  return { cert, key };
}
