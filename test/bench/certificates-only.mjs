// Starts the built service with the module certificates alone, for measurements: node test/bench/certificates-only.mjs dist
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory, APP_FILTER, APP_PIPE } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { resolve } from 'node:path';

const d = resolve(process.argv[2] ?? 'dist');
const { CertificatesModule } = await import(d + '/certificates/certificates.module.js');
const { useBodyParsers } = await import(d + '/http/body-parsers.js');
const { ProblemFilter } = await import(d + '/http/problem.filter.js');
const { adapterOptions } = await import(d + '/http/server-options.js');
const { ShapePipe } = await import(d + '/http/shape.pipe.js');
class CertificatesOnly {} // oxlint-disable-line typescript/no-extraneous-class -- Nest wants a class
Module({
  imports: [CertificatesModule],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: ShapePipe },
  ],
})(CertificatesOnly);
const app = await NestFactory.create(CertificatesOnly, new FastifyAdapter(adapterOptions()), {
  bodyParser: false,
  logger: ['error', 'warn', 'log', 'debug', 'verbose'],
});
useBodyParsers(app);
await app.listen(Number(process.env.PORT ?? 3344), '127.0.0.1');
