// What the acceptance programs share: instances as they run in production, a load with its own clock, and figures.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export { pause };

/** A ticket of 2 KiB, as helpdesks paste them. */
export const TICKET =
  `The interface fails since this morning. ${'2026-11-24 10:00:00 INFO worker 7 handled message 4711 in 12 ms. '.repeat(28)} SSSLERR_PEER_CERT_UNTRUSTED in SM59`.slice(
    0,
    2048,
  );

/** Whatever was started ends with the program, however it ends; and no program goes on for longer than it says. */
const started = new Set();
process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => process.exit(1));

/** @param minutes after which the program gives up */
export function boundTo(minutes) {
  setTimeout(() => {
    console.log(`FAIL it was not over within ${minutes} minutes`);
    process.exit(1);
  }, minutes * 60_000).unref();
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Starts `node dist/main.js`, on a core of its own where the machine has one. */
export async function startInstance(environment = {}, core = undefined, flags = []) {
  const port = environment.PORT ?? (await freePort());
  const command = core === undefined ? [process.execPath] : ['taskset', '-c', String(core), process.execPath];
  const child = spawn(command[0], [...command.slice(1), ...flags, 'dist/main.js'], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit', ...(flags.length > 0 ? ['ipc'] : [])],
  });
  started.add(child);
  const instance = { port, child, exited: once(child, 'exit') };
  await until(() => ask(port, '/health/ready').then(({ status }) => status === 200), 60_000);
  return instance;
}

export async function startProgram(program, words, ready) {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  started.add(child);
  child.stdout.resume();
  await until(ready, 30_000);
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

/** One connection that is kept, with as little work for each request as possible: the load must not be what is measured. */
class Line {
  constructor(port, free) {
    this.port = port;
    this.free = free;
    this.open();
  }

  open() {
    this.head = undefined;
    this.socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    this.opened = new Promise((resolve) => this.socket.once('connect', resolve).once('error', resolve));
    this.socket.on('data', (chunk) => this.read(chunk));
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.settle?.({ status: 0 });
      this.settle = undefined;
      this.gone = true;
    });
    this.gone = false;
  }

  /** @param bytes of a whole request @param settle is told status and Retry-After */
  send(bytes, settle) {
    if (this.gone) this.open();
    this.settle = settle;
    this.socket.write(bytes);
  }

  read(chunk) {
    if (this.head === undefined) {
      const text = chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const fields = text.slice(0, end).toLowerCase();
      this.head = {
        status: Number(fields.slice(9, 12)),
        retryAfter: /\r\nretry-after: (\d+)/.exec(fields)?.[1],
        close: fields.includes('connection: close'),
      };
      this.left = Number(/\r\ncontent-length: (\d+)/.exec(fields)?.[1] ?? 0) - (chunk.length - end - 4);
    } else this.left -= chunk.length;
    if (this.left > 0) return;
    const { head, settle } = this;
    this.head = this.settle = undefined;
    if (head.close || !settle) {
      this.socket.destroy();
      this.gone = true;
    }
    // A line that was never used is told 408 after 30 s; nobody waits for that.
    if (!settle) return;
    settle(head);
    this.free(this);
  }
}

const bytesOf = ([path, { body, type = 'text/plain' } = {}]) =>
  Buffer.from(
    body === undefined
      ? `GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`
      : `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
const DIAGNOSE = bytesOf(['/diagnose', { body: TICKET }]);

/**
 * Sends at a rate, whether replies come or not (an open loop: a slow service gets no rest). Times count from when a request was due.
 * @param make what to send as [path, { body, type }]; a ticket for /diagnose where it is left out
 * @returns what came back, in the order of sending, each with the second in which it was due; status 0 where the connection broke
 */
export async function load(port, perSecond, seconds, make, connections = 256) {
  const free = [];
  const queue = [];
  const release = (line) => {
    const next = queue.shift();
    if (next === undefined) free.push(line);
    else go(line, next);
  };
  const lines = Array.from({ length: connections }, () => new Line(port, release));
  // Connections are opened before, as a proxy keeps them: Node takes one new connection in each turn of its loop, so under load they come slowly.
  await Promise.all(lines.map(({ opened }) => opened));
  free.push(...lines);
  const total = Math.round(perSecond * seconds);
  // Numbers in flat arrays: half a million objects would make collections of our own, and their pauses would be counted as the service's.
  const statuses = new Uint16Array(total);
  const tooks = new Float64Array(total).fill(30_000);
  const retries = new Int16Array(total).fill(-1);
  let open = 0;
  const began = performance.now();
  const dueAt = (place) => began + (place / perSecond) * 1000;
  const go = (line, place) => {
    line.send(make ? bytesOf(make(place)) : DIAGNOSE, ({ status, retryAfter }) => {
      open--;
      statuses[place] = status;
      tooks[place] = performance.now() - dueAt(place);
      if (retryAfter !== undefined) retries[place] = Number(retryAfter);
      if (status === 0) release(line);
    });
  };
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond) + 1);
    for (; sent < due; sent++) {
      open++;
      const line = free.pop();
      if (line) go(line, sent);
      else queue.push(sent);
    }
    await pause(1);
  }
  for (const end = performance.now() + 30_000; open > 0 && performance.now() < end;) await pause(10);
  for (const { socket } of lines) socket.destroy();
  return Array.from(statuses, (status, place) => ({
    status,
    retryAfter: retries[place] < 0 ? undefined : String(retries[place]),
    took: tooks[place],
    second: Math.floor(place / perSecond),
  }));
}

/** How many a second it serves when it always has something to do. */
export async function capacity(port, seconds, concurrent = 16) {
  let count = 0;
  let over = false;
  await new Promise((resolve) => {
    const lines = Array.from({ length: concurrent }, () => new Line(port, ask));
    function ask(line) {
      if (!over) line.send(DIAGNOSE, ({ status }) => (count += Number(status === 200)));
    }
    for (const line of lines) void line.opened.then(() => ask(line));
    setTimeout(() => {
      over = true;
      for (const { socket } of lines) socket.destroy();
      resolve();
    }, seconds * 1000);
  });
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

/**
 * What is alive on the heap of a process that was started with `TELLS_HEAP`.
 * @returns MiB, after full collections
 */
export async function liveHeap(child) {
  const told = once(child, 'message');
  child.send('heap');
  const [bytes] = await told;
  return Math.round((bytes / 1024 / 1024) * 10) / 10;
}

/** Flags of Node with which an instance collects and tells when it is asked; nothing else about it changes. */
export const TELLS_HEAP = [
  '--expose-gc',
  '--import',
  `data:text/javascript,${encodeURIComponent(
    "process.on('message', async () => { for (let times = 0; times < 4; times++) { gc(); await new Promise((r) => setTimeout(r, 50)); } process.send(process.memoryUsage().heapUsed); }); process.channel.unref();",
  )}`,
];

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
