import type { Cluster, Redis, RedisOptions } from 'ioredis';

export type Connection = Redis | Cluster;

/** How long a command is waited for, in milliseconds. */
export const COMMAND_TIMEOUT = 50;

/** After this the client itself forgets a command that nobody waits for any more. */
const FORGOTTEN_AFTER = 1000;

/** The longest time between attempts to connect. */
const LONGEST_PAUSE = 2000;

const OPTIONS: RedisOptions = {
  lazyConnect: true,
  connectTimeout: 1000,
  commandTimeout: FORGOTTEN_AFTER,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  retryStrategy: (attempt) => Math.min(attempt * 100, LONGEST_PAUSE),
  // After a failover the old master may still be there, as a replica: the name is asked for anew.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
};

/** For work that may wait until Redis is back. */
const PATIENT: RedisOptions = {
  lazyConnect: false,
  connectTimeout: 1000,
  maxRetriesPerRequest: null,
  enableOfflineQueue: true,
  ...(OPTIONS.retryStrategy && { retryStrategy: OPTIONS.retryStrategy }),
};

/** user:password@, then hosts, then a path. */
const URL_PARTS =
  /^(?<scheme>rediss?)(?:\+(?<kind>sentinel|cluster))?:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@]*))?@)?(?<hosts>[^/?]+)(?:\/(?<path>[^?]*))?/;

/**
 * Makes the connection that a URL names.
 * @param url `redis[s]://[user:password@]host[:port][/database]`, `redis+sentinel://[..@]host[:port],host[:port]/master`
 *   or `redis+cluster://[..@]host[:port],host[:port]`; `rediss+...` with TLS
 * @param temper hasty: opened by the caller, and a command fails at once while Redis is away; patient: opened at once, and commands wait
 */
export async function makeConnection(url: string, temper: 'hasty' | 'patient' = 'hasty'): Promise<Connection> {
  const options = temper === 'hasty' ? OPTIONS : PATIENT;
  // Loaded only where it is used: a start without Redis is faster by it.
  const ioredis = await import('ioredis');
  const { scheme, kind, user, password, hosts = '', path } = URL_PARTS.exec(url)?.groups ?? {};
  if (!kind) return new ioredis.Redis(url, options);
  const login: RedisOptions = {
    ...(user && { username: decodeURIComponent(user) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(scheme === 'rediss' && { tls: {} }),
  };
  const nodes = hosts.split(',').map((node) => {
    const [, host = node, port] = /^\[?([^\]]+?)\]?(?::(\d+))?$/.exec(node) ?? [];
    return { host, port: Number(port ?? (kind === 'sentinel' ? 26_379 : 6379)) };
  });
  if (kind === 'sentinel')
    return new ioredis.Redis({
      ...options,
      ...login,
      sentinels: nodes,
      name: path || 'mymaster',
      sentinelRetryStrategy: (attempt) => Math.min(attempt * 100, LONGEST_PAUSE),
      ...(scheme === 'rediss' && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
    });
  return new ioredis.Cluster(nodes, {
    lazyConnect: temper === 'hasty',
    enableOfflineQueue: temper === 'patient',
    clusterRetryStrategy: (attempt: number) => Math.min(attempt * 100, LONGEST_PAUSE),
    redisOptions: { ...options, ...login },
  });
}
