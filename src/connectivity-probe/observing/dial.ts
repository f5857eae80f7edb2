import { lookup as systemLookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import type { Phase, PhaseName } from '../observation.js';
import type { ProbePolicy } from '../policy/probe-policy.js';
import type { Deadline } from './deadline.js';

/** Limits of single steps, in milliseconds. */
const DNS_LIMIT = 3000;
const TCP_LIMIT = 5000;
const PROXY_LIMIT = 5000;

/** More addresses than this are named but not tried. */
const MOST_TRIED = 4;

/** The head of a proxy's answer. */
const LONGEST_HEAD = 16_384;

/** A proxy to go through, already judged to be one the caller may name, or named by the operator. */
export interface Proxy {
  host: string;
  port: number;
  /** `user:password`. */
  authorization?: string;
  /** The operator's own: it may resolve the target's name, and its own address is not judged. */
  trusted: boolean;
}

export type Lookup = (host: string) => Promise<{ address: string }[]>;

/** Finds every address, IPv4 and IPv6, as programs on this machine would. */
export const lookupAll: Lookup = (host) => systemLookup(host, { all: true, verbatim: true });

export interface Dialled {
  socket?: Socket;
  phases: Phase[];
}

/** What became of a name: its addresses, those of them that may be connected to, and the phases so far. */
export interface Resolved {
  addresses: { address: string; refused?: string }[];
  allowed: string[];
  phases: Phase[];
  forbidden?: string;
}

const DNS_FAULTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name does not exist',
  ENODATA: 'the name has no address',
  EAI_AGAIN: 'the name server did not answer or answered with a temporary failure',
  EAI_NODATA: 'the name has no address',
  EAI_FAIL: 'the name server refused or failed',
  ETIMEOUT: `the name server did not answer within ${DNS_LIMIT / 1000} s`,
};

const TCP_FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused: nothing listens there, or a firewall answers so',
  ETIMEDOUT: 'timed out: packets are dropped on the way, typically by a firewall',
  EHOSTUNREACH: 'unreachable: no route to the host',
  ENETUNREACH: 'unreachable: no route to the network',
  ECONNRESET: 'reset while connecting',
  EADDRNOTAVAIL: 'this machine has no address of that kind',
  EACCES: 'this machine forbids the connection',
};

/**
 * The only place from which connections go out. Each address is resolved once, judged, and only then connected to, so
 * that a name can't lead elsewhere between the check and the connection.
 */
export class Dialler {
  private resolvedTarget?: Resolved;
  private resolvedProxy?: Resolved;
  private working?: string;

  constructor(
    private readonly target: { host: string; port: number },
    private readonly policy: ProbePolicy,
    private readonly deadline: Deadline,
    private readonly proxy?: Proxy,
    private readonly lookup: Lookup = lookupAll,
  ) {}

  /** Resolves and judges the target, once. A trusted proxy resolves the name for us. */
  async resolve(): Promise<Resolved> {
    const { host, port } = this.target;
    this.resolvedTarget ??=
      this.proxy?.trusted && !isIP(host)
        ? byProxy(host, this.policy.refusalOfTarget(host, port))
        : await this.resolveOne(
            host,
            port,
            (address) => this.policy.refusalOfAddress(host, address, port),
            this.policy.refusalOfTarget(host, port),
          );
    if (this.resolvedTarget.forbidden || !this.proxy || this.resolvedProxy) return this.resolvedTarget;
    const { proxy } = this;
    this.resolvedProxy = await this.resolveOne(
      proxy.host,
      proxy.port,
      (address) => (proxy.trusted ? undefined : this.policy.refusalOfAddress(proxy.host, address, proxy.port)),
      proxy.trusted ? undefined : this.policy.refusalOfTarget(proxy.host, proxy.port),
    );
    if (this.resolvedProxy.forbidden)
      this.resolvedTarget = { ...this.resolvedTarget, forbidden: `the proxy: ${this.resolvedProxy.forbidden}` };
    return this.resolvedTarget;
  }

  private async resolveOne(
    host: string,
    port: number,
    refusal: (address: string) => string | undefined,
    hopeless: string | undefined,
  ): Promise<Resolved> {
    let begin = performance.now();
    const phase = (name: PhaseName, says: string, code?: string): Phase => ({
      name,
      outcome: code ? 'failed' : 'ok',
      ...(code && { code }),
      says,
      ms: since(begin),
    });
    if (hopeless)
      return {
        addresses: isIP(host) ? [{ address: host, refused: hopeless }] : [],
        allowed: [],
        forbidden: hopeless,
        phases: [phase('policy', hopeless, 'FORBIDDEN')],
      };
    const phases: Phase[] = [];
    let found: string[] = [host];
    if (!isIP(host)) {
      try {
        found = [...new Set((await within(this.lookup(host), this.deadline.atMost(DNS_LIMIT), 'ETIMEOUT')).map(({ address }) => address))];
        phases.push(phase('dns', `${host}: ${found.join(', ')}`));
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? 'EAI_FAIL';
        return { addresses: [], allowed: [], phases: [phase('dns', `${host}: ${DNS_FAULTS[code] ?? 'it could not be resolved'}`, code)] };
      }
    }
    const addresses = found.map((address) => ({ address, refused: refusal(address) }));
    const allowed = addresses.filter(({ refused }) => !refused).map(({ address }) => address);
    const forbidden = allowed.length > 0 ? undefined : (addresses[0]?.refused ?? 'it has no address');
    phases.push(phase('policy', forbidden ?? `${allowed.join(', ')} may be probed on port ${port}`, forbidden && 'FORBIDDEN'));
    return {
      addresses: addresses.map(({ address, refused }) => ({ address, ...(refused && { refused }) })),
      allowed,
      phases,
      ...(forbidden && { forbidden }),
    };
  }

  /** Connects, through the proxy where there is one. @returns the socket, or none with the phase that failed */
  async dial(): Promise<Dialled> {
    const target = await this.resolve();
    if (target.forbidden || (target.allowed.length === 0 && !this.proxy?.trusted)) return { phases: [] };
    if (!this.proxy) return this.connectFirst(target.allowed, this.target.port);
    const { socket, phases } = await this.connectFirst(this.resolvedProxy?.allowed ?? [], this.proxy.port);
    if (!socket) return { phases: phases.map((phase) => ({ ...phase, says: `the proxy ${phase.says}` })) };
    // We name the checked address, so that the proxy can't be led elsewhere; only the operator's may resolve.
    const host = this.proxy.trusted ? this.target.host : (target.allowed[0] ?? this.target.host);
    const phase = await openTunnel(socket, host, this.target.port, this.proxy, this.deadline);
    if (phase.outcome === 'failed') socket.destroy();
    return { phases: [...phases, phase], ...(phase.outcome === 'ok' && { socket }) };
  }

  private async connectFirst(addresses: readonly string[], port: number): Promise<Dialled> {
    const phases: Phase[] = [];
    const tried = this.working ? [this.working] : addresses.slice(0, MOST_TRIED);
    for (const [at, address] of tried.entries()) {
      if (this.deadline.passed) break;
      // The last address may take all that is left; before it, each leaves time for the others.
      const share = this.deadline.left / (tried.length - at);
      const { socket, phase } = await connectTo(address, port, Math.min(TCP_LIMIT, Math.max(1, share)));
      phases.push(phase);
      if (!socket) continue;
      if (!this.proxy) this.working = address;
      return { socket, phases };
    }
    return { phases };
  }
}

const byProxy = (host: string, forbidden: string | undefined): Resolved => ({
  addresses: [],
  allowed: [],
  ...(forbidden && { forbidden }),
  phases: [{ name: 'dns', outcome: 'ok', says: `${host} is resolved by the proxy`, ms: 0 }],
});

const since = (begin: number) => Math.round((performance.now() - begin) * 10) / 10;

async function within<T>(work: Promise<T>, ms: number, code: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(code), { code })), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function connectTo(address: string, port: number, limit: number): Promise<{ socket?: Socket; phase: Phase }> {
  const begin = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, autoSelectFamily: false, noDelay: true });
    const fail = (code: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({
        phase: {
          name: 'tcp',
          outcome: 'failed',
          code,
          says: `${address}:${port} ${TCP_FAULTS[code] ?? `failed (${code})`}`,
          ms: since(begin),
        },
      });
    };
    const timer = setTimeout(() => fail('ETIMEDOUT'), limit);
    socket.once('error', ({ code }: NodeJS.ErrnoException) => fail(code ?? 'FAILED'));
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error').on('error', () => {});
      resolve({ socket, phase: { name: 'tcp', outcome: 'ok', says: `${address}:${port} accepts connections`, ms: since(begin) } });
    });
  });
}

/** CONNECT (RFC 9110, section 9.3.6). */
function openTunnel(socket: Socket, host: string, port: number, { authorization }: Proxy, deadline: Deadline): Promise<Phase> {
  const begin = performance.now();
  const authority = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve) => {
    let head = Buffer.alloc(0);
    const settle = (says: string, code?: string) => {
      clearTimeout(timer);
      socket.removeAllListeners('data').removeAllListeners('end').removeAllListeners('close').pause();
      resolve({ name: 'proxy', outcome: code ? 'failed' : 'ok', ...(code && { code }), says, ms: since(begin) });
    };
    const timer = setTimeout(() => settle('the proxy did not answer CONNECT', 'ETIMEDOUT'), deadline.atMost(PROXY_LIMIT));
    const gone = () => settle('the proxy closed the connection instead of answering CONNECT', 'PROXY_CLOSED');
    socket.once('end', gone).once('close', gone);
    socket.on('data', (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return head.length > LONGEST_HEAD ? settle("the proxy's answer has no end", 'PROXY_PROTOCOL') : undefined;
      const lines = head.subarray(0, end).toString('latin1').split('\r\n');
      const [, status = ''] = /^HTTP\/1\.[01] (\d{3})/.exec(lines[0] ?? '') ?? [];
      if (!status) return settle('what answers is no HTTP proxy', 'PROXY_PROTOCOL');
      const why = lines
        .filter((line) => /^(?:proxy-authenticate|x-squid-error)/i.test(line))
        .join('; ')
        .slice(0, 200);
      if (!status.startsWith('2'))
        return settle(`the proxy refused CONNECT ${authority}: ${(lines[0] ?? '').slice(0, 100)}${why && ` (${why})`}`, `PROXY_${status}`);
      settle(`the proxy opened a tunnel to ${authority}`);
      const rest = head.subarray(end + 4);
      if (rest.length > 0) socket.unshift(rest);
    });
    const secret = authorization ? `Proxy-Authorization: Basic ${Buffer.from(authorization).toString('base64')}\r\n` : '';
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${secret}\r\n`);
  });
}
