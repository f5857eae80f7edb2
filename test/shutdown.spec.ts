import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { freePort, startProcess, until } from './service.js';

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** One request on a connection of the agent. */
function ask(port: number, path: string, agent: Agent, body?: { text: string; pause: number }): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = body ? { 'content-type': 'text/plain', 'content-length': body.text.length } : {};
    const sent = request({ port, host: '127.0.0.1', path, method: body ? 'POST' : 'GET', agent, headers }, (reply) => {
      let text = '';
      reply.on('data', (chunk: Buffer) => (text += chunk.toString()));
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: text }));
    });
    sent.on('error', reject);
    if (body) {
      sent.write(body.text.slice(0, 5));
      setTimeout(() => sent.end(body.text.slice(5)), body.pause);
    } else {
      sent.end();
    }
  });
}

async function started(environment: NodeJS.ProcessEnv) {
  const port = await freePort();
  const process = startProcess({ PORT: String(port), ...environment });
  const once = () => ask(port, '/health/ready', new Agent());
  await until(() =>
    once().then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
  return { port, ...process };
}

it('on SIGTERM is not ready at once, serves on, finishes what is open, and ends with 0', async () => {
  const { port, child, ended, output } = await started({ SHUTDOWN_DELAY: '1' });
  const kept = new Agent({ keepAlive: true });
  expect((await ask(port, '/health/live', kept)).headers.connection).toBe('keep-alive');
  // Its body is still on the way when the signal comes, and arrives after the last connection was taken.
  const slow = ask(port, '/diagnose', new Agent(), { text: 'Message no. WSS040', pause: 1600 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill('SIGTERM');
  await until(async () => (await ask(port, '/health/ready', new Agent())).status === 503);
  const notReady = await ask(port, '/health/ready', new Agent());
  expect(JSON.parse(notReady.body)).toMatchObject({ errorCode: 'SHUTTING_DOWN', status: 503 });
  expect(notReady.headers['retry-after']).toBe('1');
  // A kept connection is served, and told that it was the last time.
  const last = await ask(port, '/errors/WSS040', kept);
  expect([last.status, last.headers.connection]).toEqual([200, 'close']);
  expect((await slow).status).toBe(200);
  expect(await ended).toBe(0);
  expect(output()).toContain('SIGTERM: not ready any more');
  await expect(ask(port, '/health/live', new Agent())).rejects.toThrow('ECONNREFUSED');
});

it('cuts off a request that does not end within the time, and says so', async () => {
  const { port, child, ended, output } = await started({ SHUTDOWN_DELAY: '0', SHUTDOWN_TIMEOUT: '1' });
  const endless = ask(port, '/diagnose', new Agent(), { text: 'Message no. WSS040', pause: 8000 }).catch((error: Error) => error.message);
  await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill('SIGTERM');
  expect(await ended).toBe(1);
  expect(await endless).toMatch(/socket hang up|ECONNRESET/);
  expect(output()).toContain('Requests were still open after 1 s');
});

it('a second signal ends it at once', async () => {
  const { child, ended } = await started({ SHUTDOWN_DELAY: '30' });
  child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 200));
  child.kill('SIGTERM');
  expect(await ended).toBe(1);
});
