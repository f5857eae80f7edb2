// The two servers of a comparison: the built service, and the bare one that answers with the same bytes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @returns the service, once it answers on the port */
export const startService = (port, core) => start('dist/main.js', { PORT: String(port), LOG_LEVEL: 'silent' }, core);

/** @returns a bare server that answers every request with `reply`, once it answers on the port */
export function startBare(port, reply, core) {
  const file = join(mkdtempSync(join(tmpdir(), 'bench-')), 'reply.json');
  writeFileSync(file, reply);
  return start('test/bench/bare-server.mjs', { PORT: String(port), REPLY: file }, core);
}

/** @param core the only one that it may use; any where it is left out */
async function start(script, environment, core) {
  const command = [...(core === undefined ? [] : ['taskset', '-c', String(core)]), process.execPath, script];
  const child = spawn(command[0], command.slice(1), {
    // Callers that always have a request open would be refused as overload.
    env: { ...process.env, MAX_EVENT_LOOP_DELAY: '0', ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const isUp = () =>
    fetch(`http://127.0.0.1:${environment.PORT}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
    if (await isUp()) return child;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${script} did not start`);
}

/** Asks once. @returns the reply as it came, and how long it took in milliseconds */
export async function ask(port, body) {
  const begin = performance.now();
  const reply = await fetch(`http://127.0.0.1:${port}/diagnose`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const written = await reply.text();
  if (!reply.ok) throw new Error(`${reply.status} ${written}`);
  return { took: performance.now() - begin, written };
}

export async function stop(...children) {
  for (const child of children) {
    child.kill();
    await once(child, 'exit');
  }
}
