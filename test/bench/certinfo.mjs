// Inspection with all findings beside cfssl's certinfo, the same certificates, one server core each, in one run.
//   node test/bench/certinfo.mjs [path of cfssl] [requests] [folder of the build]
// The reply of cfssl holds names, serial number, validity and PEM; ours the spellings, thumbprints, single line and findings besides.
// Every certificate is sent once only: a template whose serial number and signature are changed.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

const [cfssl = 'cfssl', requests = '40000', dist = 'dist'] = process.argv.slice(2);
// The servers have a core to themselves; who calls them keeps to another.
if (availableParallelism() > 1)
  execFileSync('taskset', ['-cp', `1-${availableParallelism() - 1}`, String(process.pid)], { stdio: 'ignore' });
const folder = mkdtempSync(join(tmpdir(), 'certinfo-'));
const path = join(folder, 'leaf.der');
execFileSync(
  'openssl',
  [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    join(folder, 'key'),
    '-outform',
    'DER',
    '-out',
    path,
    '-days',
    '300',
    '-set_serial',
    '0x112233445566778899aabbccddeeff01',
    '-subj',
    '/C=DE/O=Example SE/OU=Integration/CN=client.example.com',
    '-addext',
    'extendedKeyUsage=clientAuth',
    '-addext',
    'keyUsage=digitalSignature',
    '-addext',
    'subjectAltName=DNS:client.example.com',
    '-addext',
    'crlDistributionPoints=URI:http://ca.example/ca.crl',
    '-addext',
    'authorityInfoAccess=caIssuers;URI:http://ca.example/ca.cer',
    '-addext',
    'certificatePolicies=1.2.3.4',
  ],
  { stdio: 'pipe' },
);
const template = readFileSync(path);
const serial = template.indexOf(Buffer.from('112233445566778899aabbccddeeff01', 'hex'));

/** A certificate that nobody has seen. */
function fresh() {
  const der = Buffer.from(template);
  randomBytes(15).copy(der, serial + 1);
  randomBytes(256).copy(der, der.length - 256);
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const post = (port, route, body) =>
  new Promise((done, fail) => {
    const call = request(
      {
        port,
        host: '127.0.0.1',
        path: route,
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (reply) => {
        reply.resume();
        reply.on('end', () => done(reply.statusCode));
      },
    );
    call.on('error', fail);
    call.end(body);
  });

/** A busy machine starts servers slowly; one that has ended never answers. */
async function answering(name, { port, route, body, process: server }) {
  for (const deadline = Date.now() + 180_000; Date.now() < deadline;) {
    const status = await post(port, route, JSON.stringify(body(fresh()))).catch(() => undefined);
    if (status === 200) return;
    if (server.exitCode !== null) throw new Error(`${name} does not start: it ended with ${server.exitCode}`);
    await wait(200);
  }
  throw new Error(`${name} does not answer on port ${port} within three minutes`);
}

async function rate(port, route, bodies) {
  let next = 0;
  const from = performance.now();
  const worker = async () => {
    while (next < bodies.length) {
      const status = await post(port, route, bodies[next++]);
      if (status !== 200) throw new Error(`status ${status}`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return (bodies.length * 1000) / (performance.now() - from);
}

const cpuSeconds = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
const memory = (pid) => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);

/**
 * Adds up what a server allocates, from what its collector writes: how full the heap was before each collection, less what the one before left.
 * @returns a function that tells the MiB since it was asked last
 */
function allocationsOf({ process: server, collected }) {
  let [left, sum] = [undefined, 0];
  createInterface({ input: server.stdout ?? server.stderr }).on('line', (line) => {
    const { groups } = collected.exec(line) ?? {};
    if (!groups) return;
    if (left !== undefined) sum += groups.full - left;
    left = Number(groups.left);
  });
  return () => {
    const since = sum;
    sum = 0;
    return since;
  };
}

const servers = {
  ours: {
    port: 3391,
    route: '/certificates/inspect',
    body: (pem) => ({ data: pem }),
    process: spawn('taskset', ['-c', '0', process.execPath, '--trace-gc', join(resolve(dist), 'main.js')], {
      env: { ...process.env, PORT: '3391', LOG_LEVEL: 'silent', MAX_EVENT_LOOP_DELAY: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
    collected: /: [A-Za-z-]+ (?:\([a-z]+\) )?(?<full>[\d.]+) \([\d.]+\) -> (?<left>[\d.]+) /,
  },
  cfssl: {
    port: 3392,
    route: '/api/v1/cfssl/certinfo',
    body: (pem) => ({ certificate: pem }),
    process: spawn('taskset', ['-c', '0', cfssl, 'serve', '-address=127.0.0.1', '-port=3392', '-loglevel=5'], {
      env: { ...process.env, GOMAXPROCS: '1', GODEBUG: 'gctrace=1' },
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
    collected: /, (?<full>\d+)->\d+->(?<left>\d+) MB/,
  },
};

try {
  for (const [name, server] of Object.entries(servers)) await answering(name, server);
  const rates = { ours: [], cfssl: [] };
  const cpu = { ours: [], cfssl: [] };
  const allocated = { ours: [], cfssl: [] };
  const allocations = { ours: allocationsOf(servers.ours), cfssl: allocationsOf(servers.cfssl) };
  // Alternating, so that what else runs on the machine meets both.
  for (let round = 0; round < 4; round++) {
    for (const [name, { port, route, body, process: server }] of Object.entries(servers)) {
      const bodies = Array.from({ length: Number(requests) / 4 }, () => JSON.stringify(body(fresh())));
      allocations[name]();
      const before = cpuSeconds(server.pid);
      const reached = await rate(port, route, bodies);
      if (round > 0) {
        rates[name].push(Math.round(reached));
        cpu[name].push(Math.round(((cpuSeconds(server.pid) - before) * 1e6) / bodies.length));
        allocated[name].push(Math.round((allocations[name]() * 1024) / bodies.length));
      }
    }
  }
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  console.log(
    JSON.stringify(
      {
        requests: Number(requests),
        requestsPerSecond: rates,
        cpuMicrosecondsPerRequest: cpu,
        ratioByRate: +(median(rates.ours) / median(rates.cfssl)).toFixed(2),
        ratioByCpu: +(median(cpu.cfssl) / median(cpu.ours)).toFixed(2),
        allocatedKiBPerRequest: allocated,
        residentMiB: { ours: memory(servers.ours.process.pid), cfssl: memory(servers.cfssl.process.pid) },
      },
      null,
      1,
    ),
  );
} finally {
  for (const { process: server } of Object.values(servers)) server.kill();
  agent.destroy();
}
