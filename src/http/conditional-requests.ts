import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHash } from 'node:crypto';
import { hookRoutes } from './route-hooks.js';

/**
 * Gives every cacheable GET reply an entity tag, and answers 304 where the caller has that one (RFC 9110, section 13.1.2).
 * @param app the application, before it listens
 */
export function useConditionalRequests(app: NestFastifyApplication): void {
  hookRoutes(app, ({ method }) => method === 'GET', {
    onSend: (request, reply, payload, done) => {
      const cacheable = reply.statusCode === 200 && String(reply.getHeader('cache-control') ?? '').startsWith('public');
      if (!cacheable || typeof payload !== 'string') return done(null, payload);
      // What is sent compressed differs from what is tagged: such a tag is a weak one (RFC 9110, section 8.8.3.3).
      const weak = /gzip|deflate|\*/.test(request.headers['accept-encoding'] ?? '') ? 'W/' : '';
      const tag = `"${createHash('sha256').update(payload).digest('base64url').slice(0, 22)}"`;
      void reply.header('etag', weak + tag).header('vary', [reply.getHeader('vary'), 'Accept-Language'].filter(Boolean).join(', '));
      const known = (request.headers['if-none-match'] ?? '').split(',').map((given) => given.trim().replace(/^W\//, ''));
      if (!known.includes(tag) && !known.includes('*')) return done(null, payload);
      void reply.status(304).removeHeader('content-length');
      return done(null, null);
    },
  });
}
