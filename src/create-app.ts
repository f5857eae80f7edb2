import 'reflect-metadata';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { admitCallers } from './access/admit-callers.js';
import { limitRates, shedLoad } from './access/keep-limits.js';
import { AppModule } from './app.module.js';
import { CertificatesController } from './certificate-inspection/certificates.controller.js';
import type { Config } from './config.js';
import { DiagnosisController } from './diagnosis/diagnosis.controller.js';
import { useBodyParsers } from './http/body-parsers.js';
import { useConditionalRequests } from './http/conditional-requests.js';
import { serveDocumentation } from './http/documentation.js';
import { renewTls } from './http/own-tls.js';
import { useRequestIdentity } from './http/request-identity.js';
import { useRequestLog } from './http/request-log.js';
import { useSecurityHeaders } from './http/security-headers.js';
import { measureRequests } from './metrics/measure-requests.js';
import { adapterOptions } from './http/server-options.js';
import { traceRequests } from './tracing/trace-requests.js';

/** Options that only the generator of the OpenAPI document needs. */
interface Options {
  logger: LoggerService | false;
  /** Makes no provider and opens nothing: enough to describe the operations. */
  preview?: boolean;
}

/**
 * Makes the service, ready to listen.
 * @param config from `readConfig`
 * @throws Error when the knowledge can't be loaded, naming each file and fault
 */
export async function createApp(config: Config, { logger, preview = false }: Options): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(config), new FastifyAdapter(adapterOptions(config)), {
    logger,
    preview,
    bodyParser: false,
    abortOnError: false,
    routeConflictPolicy: { duplicate: 'error', shadow: 'error' },
    routeResolutionStrategy: 'specificity',
  });
  if (preview) return app;
  renewTls(app, config);
  useRequestIdentity(app);
  await traceRequests(app, config);
  measureRequests(app);
  if (config.requestLog) useRequestLog(app);
  admitCallers(app);
  limitRates(app);
  shedLoad(app, config);
  useBodyParsers(app);
  for (const controller of [DiagnosisController, CertificatesController])
    app.get<DiagnosisController | CertificatesController>(controller).serveDirectly(app);
  useConditionalRequests(app);
  await useSecurityHeaders(app, config);
  await serveDocumentation(app);
  return app;
}
