import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import request from 'supertest';

/** A module of dist/, which need not exist when this is compiled. */
export const built = (module: string): Promise<unknown> => import(new URL(`../dist/${module}.js`, import.meta.url).href);

/**
 * The built service (from dist/, since only the build applies the OpenAPI plugin) in this process, listening on a free port.
 * @param environment variables as an operator would set them
 * @returns the application, its base URL, and supertest bound to it; close it with `app.close()`
 */
export async function startService(
  environment: NodeJS.ProcessEnv = {},
): Promise<{ app: NestFastifyApplication; url: string; http: ReturnType<typeof request> }> {
  const { readConfig } = (await built('config')) as typeof import('../src/config.js');
  const { createApp } = (await built('create-app')) as typeof import('../src/create-app.js');
  const app = await createApp(readConfig(environment), { logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { app, url, http: request(url) };
}

/**
 * The bundle as it is started in production: `node dist/main.js`.
 * @returns the process and what it wrote; `ended` settles with its exit code
 */
export function startProcess(environment: NodeJS.ProcessEnv): { child: ChildProcess; ended: Promise<number | null>; output: () => string } {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, ended: new Promise((resolve) => child.once('exit', resolve)), output: () => output };
}

/** @returns a port of loopback that was free a moment ago */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until something holds; the time is ample, because a busy machine makes everything late. @throws Error when it never does */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`it did not come about within ${seconds} s`);
}
