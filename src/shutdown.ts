import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from './config.js';
import { Readiness } from './health/readiness.js';

/**
 * Leaves without losing a request: on SIGTERM or SIGINT readiness says no first, requests are still served while the balancers notice
 * (SHUTDOWN_DELAY), then no connection is taken any more and those that are open are finished (SHUTDOWN_TIMEOUT), then the process ends.
 * @param app the application
 * @param config says how long
 */
export function drainOnSignal(app: NestFastifyApplication, config: Config): void {
  const readiness = app.get(Readiness);
  // Whoever keeps a connection open learns with its next reply that it should open another one elsewhere.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (_request, reply, payload, done) => {
      if (readiness.draining) void reply.header('connection', 'close');
      done(null, payload);
    });
  const leave = async (signal: NodeJS.Signals) => {
    const logger = new Logger('Shutdown');
    readiness.drain();
    // Asked a second time, it goes at once.
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
    logger.log(`${signal}: not ready any more; requests are served for another ${config.shutdownDelay} s`);
    await pause(config.shutdownDelay * 1000);
    const finished = await Promise.race([closed(app).then(() => true), pause(config.shutdownTimeout * 1000, false)]);
    if (!finished) logger.warn(`Requests were still open after ${config.shutdownTimeout} s; they are cut off`);
    await Promise.race([app.close(), pause(1000)]);
    process.exit(finished ? 0 : 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void leave(signal));
}

/** The server takes no more connections, and the last request is answered. Redis stays until then. */
function closed(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
