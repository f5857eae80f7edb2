import { Logger } from '@nestjs/common';
import { setFlagsFromString } from 'node:v8';
import { readConfig } from './config.js';
import { createApp } from './create-app.js';
import { createLogger } from './logger.js';
import { drainOnSignal } from './shutdown.js';

/*
 * Loading the knowledge leaves twice its size behind, which the engine would keep for as long as there is room. So until all is loaded it is asked
 * to collect rather than to grow; after that, speed counts.
 */
setFlagsFromString('--optimize-for-size');
try {
  const config = readConfig(process.env);
  const app = await createApp(config, { logger: createLogger(config.logLevel) });
  drainOnSignal(app, config);
  await app.listen(config.port, config.host);
  setFlagsFromString('--no-optimize-for-size');
  new Logger('mtls-doctor').log(`Listening on ${await app.getUrl()}`);
} catch (error) {
  // What stops the start is told in words, not as a stack.
  process.stderr.write(`mtls-doctor does not start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
