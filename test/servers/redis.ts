import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { until } from '../service.js';
import { listens } from './start.js';

/** Debian calls it redis-server, others valkey-server. */
const PROGRAM = ['redis-server', 'valkey-server'].find((program) => !spawnSync(program, ['--version']).error);

/** A real Redis that a test started. */
export interface StartedRedis {
  port: number;
  child: ChildProcess;
  /** Sends a command with redis-cli. @returns what it printed */
  cli(...words: string[]): string;
  /** Kills it and waits for its end. */
  stop(): Promise<void>;
}

/**
 * Starts a Redis that keeps nothing on disk; what a replica's first copy writes goes to the temporary folder.
 * @param parameters as in redis.conf, each as one word
 */
export async function startRedis(port: number, ...parameters: string[]): Promise<StartedRedis> {
  if (!PROGRAM) throw new Error('there is neither redis-server nor valkey-server; npm test installs one');
  const usual = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()];
  // A file of its own, which Sentinel and Cluster rewrite, stands before the parameters.
  const file = parameters[0]?.startsWith('/') ? parameters.splice(0, 1) : [];
  const child = spawn(PROGRAM, [...file, ...usual, ...parameters], { stdio: 'ignore' });
  await until(() => listens(port));
  return {
    port,
    child,
    cli: (...words) => spawnSync(PROGRAM.replace('-server', '-cli'), ['-p', String(port), ...words], { encoding: 'utf8' }).stdout,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
