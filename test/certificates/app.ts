import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CertificatesModule } from '../../src/certificate-inspection/certificates.module.js';
import { readConfig } from '../../src/config.js';
import { useBodyParsers } from '../../src/http/body-parsers.js';
import { ProblemFilter } from '../../src/http/problem.filter.js';
import { adapterOptions } from '../../src/http/server-options.js';
import { ShapePipe } from '../../src/http/shape.pipe.js';

/** The service with certificates only: these tests must not depend on the knowledge of the catalogue. */
@Module({
  imports: [CertificatesModule],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: ShapePipe },
  ],
})
class CertificatesOnly {}

/** @returns the application, ready for requests */
export async function certificatesApp(): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(CertificatesOnly, new FastifyAdapter(adapterOptions(readConfig({}))), {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  useBodyParsers(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** What the service said. */
type Post = (
  path: string,
  payload: unknown,
  contentType?: string,
  // eslint-disable-next-line typescript/no-explicit-any -- replies are looked into by tests only
) => Promise<{ status: number; type: unknown; body: Record<string, any> }>;

/** @returns a function that posts to a path below /certificates, of a service that runs as long as the tests of the file */
export function certificatesService(): Post {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await certificatesApp();
  });
  afterAll(() => app.close());
  return async (path, payload, contentType = 'application/json') => {
    const reply = await app.inject({
      method: 'POST',
      url: `/certificates/${path}`,
      headers: { 'content-type': contentType },
      payload: Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
    });
    return { status: reply.statusCode, type: reply.headers['content-type'], body: reply.json() };
  };
}
