import { ConsoleLogger, type LoggerService, type LogLevel } from '@nestjs/common';
import type { Config } from './config.js';

/** Nest's levels from the gravest on; each of ours shows those up to its place. */
const LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];
const SHOWN: Readonly<Record<Config['logLevel'], number>> = { silent: 0, fatal: 1, error: 2, warn: 3, info: 4, debug: 5, trace: 6 };

/** Parts of Nest that tell at every start which modules and routes there are. */
const CHATTY = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** Writes one JSON object a line. */
class JsonLogger extends ConsoleLogger {
  private gathering = false;

  override log(message: unknown, ...rest: unknown[]): void {
    // The bundler puts an underscore before the name of a class that a package declares twice.
    if (!CHATTY.has(String(rest.at(-1)).replace(/^_/, ''))) this.gathered(() => super.log(message, ...rest));
  }

  /** Lines of one turn of the event loop are written together: each write costs as much as what it tells of. */
  private gathered(write: () => void): void {
    if (!this.gathering) {
      this.gathering = true;
      process.stdout.cork();
      setImmediate(this.flush);
    }
    write();
  }

  /** Also called when the process exits, so that its last words are heard. */
  readonly flush = () => {
    if (!this.gathering) return;
    this.gathering = false;
    process.stdout.uncork();
  };
}

/**
 * A logger that writes one JSON object a line.
 * @param level the least grave level that is shown
 */
export function createLogger(level: Config['logLevel']): LoggerService | false {
  if (level === 'silent') return false;
  const logger = new JsonLogger({ json: true, logLevels: LEVELS.slice(0, SHOWN[level]) });
  process.once('exit', logger.flush);
  return logger;
}
