import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Started } from './start.js';

/** An HTTP proxy that knows CONNECT, with a login where one is given. */
export async function connectProxy({ login, status }: { login?: string; status?: number } = {}): Promise<Started> {
  const open = new Set<Socket>();
  const proxy = createServer();
  proxy.on('connect', (request, client: Socket, head: Buffer) => {
    open.add(client);
    client.on('error', () => {});
    if (status) return client.end(`HTTP/1.1 ${status} No\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\n\r\n`);
    if (login && request.headers['proxy-authorization'] !== `Basic ${Buffer.from(login).toString('base64')}`)
      return client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n');
    const [host, port] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    open.add(upstream);
    upstream.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    return undefined;
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as { port: number };
  return {
    port,
    output: () => '',
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
