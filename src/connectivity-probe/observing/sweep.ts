import { readFirstFlight, type Flight } from '../handshake/first-flight.js';
import { OFFERED_12, suiteName, SUITES_13 } from '../handshake/cipher-suites.js';
import { TLS_VERSIONS, versionName, type TlsVersion } from '../handshake/tls-names.js';
import type { Observation, SeenConnection } from '../observation.js';
import type { Deadline } from './deadline.js';
import type { Dialler } from './dial.js';
import type { Look } from './observe.js';

/** What `depth: full` may cost beside the usual look. */
const MOST_CONNECTIONS = 30;

const EACH = 3000;

/**
 * Asks a server for each version, for the suites it takes (in its order, each found by leaving out those known), and
 * what it shows to a client that names no server.
 * @param known the connections so far, for the chain to compare with
 */
export async function sweep(
  look: Look,
  dialler: Dialler,
  deadline: Deadline,
  known: readonly SeenConnection[],
): Promise<NonNullable<Observation['sweep']>> {
  let used = 0;
  const ask = async (
    maxVersion: TlsVersion,
    suites?: readonly number[],
    serverName: string | undefined = look.serverName ?? look.host,
  ): Promise<Flight | undefined> => {
    if (used >= MOST_CONNECTIONS || deadline.passed) return undefined;
    used++;
    const { socket } = await dialler.dial();
    return (
      socket &&
      readFirstFlight(socket, {
        maxVersion,
        timeoutMs: deadline.atMost(EACH),
        ...(suites && { suites }),
        ...(serverName && { serverName }),
      })
    );
  };
  const versions: { version: string; offered: boolean; says: string }[] = [];
  for (const version of TLS_VERSIONS) {
    const flight = await ask(version);
    const chosen = flight && flight.sighting.version !== 0 ? versionName(flight.sighting.version) : undefined;
    const alert = flight?.sighting.alerts.at(-1);
    versions.push({
      version,
      offered: chosen === version,
      says:
        chosen === version
          ? `spoken, ${suiteName(flight?.sighting.suite ?? 0)}`
          : alert
            ? `refused with ${alert.name}`
            : chosen
              ? `answered with ${chosen}`
              : (flight?.ending ?? 'not asked: the deadline or the limit of connections was reached'),
    });
  }
  const unnamed = await ask('TLSv1.3', undefined, '');
  const ciphers: { cipher: string; version: string }[] = [];
  for (const [version, all] of [
    ['TLSv1.3', Object.keys(SUITES_13).map(Number)],
    ['TLSv1.2', OFFERED_12],
  ] as const) {
    if (!versions.some((one) => one.version === version && one.offered)) continue;
    for (let left = all; left.length > 0;) {
      const flight = await ask(version, left);
      const chosen = flight?.sighting.suite;
      if (!chosen || !left.includes(chosen)) break;
      ciphers.push({ cipher: suiteName(chosen), version });
      left = left.filter((suite) => suite !== chosen);
    }
  }
  const [leaf] = known.find(({ chain }) => chain.length > 0)?.chain ?? [];
  const shown = unnamed?.sighting.chain[0]?.toString('base64');
  const sameChain = leaf !== undefined && shown === leaf;
  return {
    versions,
    ciphers,
    ...(unnamed && {
      withoutServerName: {
        sameChain,
        says: sameChain
          ? 'the same certificate is shown without a server name'
          : shown
            ? 'another certificate is shown without a server name'
            : 'no certificate is shown without a server name',
      },
    }),
  };
}
