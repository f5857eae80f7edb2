import { Logger } from '@nestjs/common';
import { readConfig } from './config.js';
import { createApp } from './create-app.js';
import { createLogger } from './logger.js';
import { drainOnSignal } from './shutdown.js';

try {
  const config = readConfig(process.env);
  const app = await createApp(config, { logger: createLogger(config.logLevel) });
  drainOnSignal(app, config);
  await app.listen(config.port, config.host);
  new Logger('mtls-doctor').log(`Listening on ${await app.getUrl()}`);
} catch (error) {
  // What stops the start is told in words, not as a stack.
  process.stderr.write(`mtls-doctor does not start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
