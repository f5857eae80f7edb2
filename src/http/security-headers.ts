import compress from '@fastify/compress';
import cors from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config.js';

/** A reply smaller than this, in bytes, fits into one packet: compressing it saves nothing. */
const WORTH_COMPRESSING = 1400;

/**
 * Headers that tell browsers to be careful, cross-origin calls where an operator allows them, and compression for those who ask for it.
 * @param app the application, before it listens
 * @param config says which origins and whether to compress
 */
export async function useSecurityHeaders(app: NestFastifyApplication, { corsOrigins, compression }: Config): Promise<void> {
  app.useSecurityHeaders({
    contentSecurityPolicy: {
      useDefaults: false,
      // Swagger UI has a style element of its own and its icons as data; nothing is loaded from elsewhere.
      directives: {
        'default-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        'form-action': ["'self'"],
      },
    },
    xFrameOptions: { action: 'deny' },
  });
  if (corsOrigins.length > 0) {
    await app.register(cors, {
      origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
      methods: ['GET', 'POST'],
      exposedHeaders: ['x-request-id', 'traceparent', 'retry-after', 'ratelimit', 'ratelimit-policy', 'etag', 'age'],
      maxAge: 3600,
    });
  }
  if (compression)
    await app.register(compress, { threshold: WORTH_COMPRESSING, encodings: ['gzip', 'deflate'], requestEncodings: ['gzip', 'deflate'] });
}
