import { ConsoleLogger, type LoggerService, type LogLevel } from '@nestjs/common';
import type { Config } from './config.js';

/** Nest's levels from the gravest on; each of ours shows those up to its place. */
const LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];
const SHOWN: Readonly<Record<Config['logLevel'], number>> = { silent: 0, fatal: 1, error: 2, warn: 3, info: 4, debug: 5, trace: 6 };

/** Parts of Nest that tell at every start which modules and routes there are. */
const CHATTY = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** Writes one JSON object a line. */
class JsonLogger extends ConsoleLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    // The bundler puts an underscore before the name of a class that a package declares twice.
    if (!CHATTY.has(String(rest.at(-1)).replace(/^_/, ''))) super.log(message, ...rest);
  }
}

/**
 * A logger that writes one JSON object a line.
 * @param level the least grave level that is shown
 */
export function createLogger(level: Config['logLevel']): LoggerService | false {
  return level === 'silent' ? false : new JsonLogger({ json: true, logLevels: LEVELS.slice(0, SHOWN[level]) });
}
