import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { freePort, until } from '../service.js';

/** A server that a test started. */
export interface Started {
  port: number;
  /** What it wrote. */
  output(): string;
  stop: () => Promise<void>;
}

/** Whether somebody listens. */
export const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** Starts a program and waits until it listens on every port. */
export async function startProgram(
  program: string,
  parameters: string[],
  ports: number[],
  onListening?: (pid: number) => void,
): Promise<Started> {
  const child: ChildProcess = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output = (output + chunk.toString('latin1')).slice(-200_000)));
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  await until(async () => {
    if (ended) throw new Error(`${program} ${parameters.join(' ')} ended: ${output}`);
    return (await Promise.all(ports.map(listens))).every(Boolean);
  });
  if (child.pid) onListening?.(child.pid);
  return {
    port: ports[0] ?? 0,
    output: () => output,
    stop: async () => {
      if (ended) return;
      // The whole group: nginx and Apache leave their workers behind when only the master dies.
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** openssl s_server with an HTTP page, on a free port. */
export async function startOpenssl(parameters: string[]): Promise<Started> {
  const port = await freePort();
  return startProgram('openssl', ['s_server', '-accept', `127.0.0.1:${port}`, ...parameters], [port]);
}

/** A bare TCP server that does one thing with each connection. */
export async function startTcp(onConnection: (socket: Socket) => void): Promise<Started & { server: Server; connections(): number }> {
  let count = 0;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    count++;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    server,
    connections: () => count,
    output: () => '',
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
