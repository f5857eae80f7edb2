// What the acceptance programs share: instances as they run in production, a load with its own clock, and figures.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export { pause };

/** A ticket of 2 KiB, as helpdesks paste them. */
export const TICKET =
  `The interface fails since this morning. ${'2026-11-24 10:00:00 INFO worker 7 handled message 4711 in 12 ms. '.repeat(28)} SSSLERR_PEER_CERT_UNTRUSTED in SM59`.slice(
    0,
    2048,
  );

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Starts `node dist/main.js`, on a core of its own where the machine has one. */
export async function startInstance(environment = {}, core) {
  const port = environment.PORT ?? (await freePort());
  const command = core === undefined ? [process.execPath] : ['taskset', '-c', String(core), process.execPath];
  const child = spawn(command[0], [...command.slice(1), 'dist/main.js'], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const instance = { port, child, exited: once(child, 'exit') };
  await until(() => ask(port, '/health/ready').then(({ status }) => status === 200));
  return instance;
}

export async function startProgram(program, words, ready) {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  await until(ready);
  return { child, exited: once(child, 'exit') };
}

export async function until(holds, milliseconds = 10_000) {
  for (const end = Date.now() + milliseconds; Date.now() < end; await pause(20)) if (await holds().catch(() => false)) return;
  throw new Error(`it did not come about within ${milliseconds} ms: ${holds}`);
}

/** One request. @returns status (0: the connection broke), milliseconds, Retry-After */
export function ask(port, path, { body, agent, type = 'text/plain' } = {}) {
  const began = performance.now();
  return new Promise((resolve) => {
    const headers = body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    const sent = request({ host: '127.0.0.1', port, path, method: body === undefined ? 'GET' : 'POST', headers, agent }, (reply) => {
      let text = '';
      reply.on('data', (chunk) => (text += chunk));
      reply.on('end', () =>
        resolve({ status: reply.statusCode, took: performance.now() - began, retryAfter: reply.headers['retry-after'], text }),
      );
      reply.on('error', (error) => resolve({ status: 0, took: performance.now() - began, error: error.message }));
    });
    sent.on('error', (error) => resolve({ status: 0, took: performance.now() - began, error: error.message }));
    sent.end(body);
  });
}

/**
 * Sends at a rate, whether replies come or not (an open loop: a slow service gets no rest).
 * @returns what came back, in the order of sending, each with the second in which it was sent
 */
export async function load(port, perSecond, seconds, make = () => ['/diagnose', { body: TICKET }], connections = 256) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  // Connections are opened before, as a proxy keeps them: Node takes one new connection in each turn of its loop, so under load they come slowly.
  for (let opened = 0; opened < connections; opened += 32)
    await Promise.all(Array.from({ length: 32 }, () => ask(port, '/health/live', { agent })));
  const replies = [];
  const began = performance.now();
  for (let sent = 0; sent < perSecond * seconds;) {
    const due = Math.min(perSecond * seconds, Math.floor(((performance.now() - began) / 1000) * perSecond));
    for (; sent < due; sent++) {
      const second = Math.floor((performance.now() - began) / 1000);
      const [path, options] = make(sent);
      replies.push(
        ask(port, path, { ...options, agent }).then((reply) => ({ ...reply, second, path, text: undefined, retryAfter: reply.retryAfter })),
      );
    }
    await pause(2);
  }
  const settled = await Promise.all(replies);
  agent.destroy();
  return settled;
}

/** How many a second it serves when it always has something to do. */
export async function capacity(port, seconds, concurrent = 16) {
  const agent = new Agent({ keepAlive: true });
  const end = performance.now() + seconds * 1000;
  let count = 0;
  await Promise.all(
    Array.from({ length: concurrent }, async () => {
      while (performance.now() < end) if ((await ask(port, '/diagnose', { body: TICKET, agent })).status === 200) count++;
    }),
  );
  agent.destroy();
  return Math.round(count / seconds);
}

export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}

export const tally = (replies) => replies.reduce((counts, { status }) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }), {});

/** Resident memory in MiB and open files of a process (Linux). */
export function footprint(pid) {
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  return { mebibytes: Math.round(resident), files: readdirSync(`/proc/${pid}/fd`).length };
}

const failures = [];

/** Prints what was found beside what is wanted. */
export function expectThat(says, holds, figure = '') {
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${says}${figure === '' ? '' : `: ${figure}`}`);
  if (!holds) failures.push(says);
}

/** Ends the program: 0 only where everything held. */
export function finish() {
  console.log(failures.length === 0 ? 'all held' : `${failures.length} did not hold`);
  process.exit(failures.length === 0 ? 0 : 1);
}
