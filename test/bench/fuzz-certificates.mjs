// Sends mutations of real certificates and containers through the API and tells the worst.
//   node test/bench/fuzz-certificates.mjs http://127.0.0.1:3344 [mutations] [seed] [folder with more files] [process id, for its memory]
// The same seed gives the same mutations. A key store may ask for as many rounds of key derivation as real ones do (100,000 and more),
// which takes its time in a thread of its own; so key stores are counted apart, and the service says how long its event loop stood still.
import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

const [base = 'http://127.0.0.1:3344', count = '10000', seed = '1', folder, pid] = process.argv.slice(2);

/** mulberry32 */
function generator(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const random = generator(Number(seed));
const below = (limit) => Math.floor(random() * limit);
const filesBelow = (path) =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .toSorted()
        .flatMap((name) => filesBelow(join(path, name)))
    : [path];

const originals = [
  ...rootCertificates.map((pem) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')),
  ...(folder
    ? filesBelow(folder)
        .map((path) => readFileSync(path))
        .filter(({ length }) => length > 0 && length < 100_000)
    : []),
];

const mutations = [
  // flipped bits
  (bytes) => {
    for (let left = 1 + below(8); left > 0; left--) bytes[below(bytes.length)] ^= 1 << below(8);
    return bytes;
  },
  // a cut end
  (bytes) => bytes.subarray(0, below(bytes.length)),
  // random bytes
  (bytes) => {
    const from = below(bytes.length);
    for (let at = from; at < Math.min(bytes.length, from + 1 + below(16)); at++) bytes[at] = below(256);
    return bytes;
  },
  // huge lengths
  (bytes) => {
    const at = below(Math.max(1, bytes.length - 6));
    bytes[at + 1] = 0x84;
    bytes.fill(0xff, at + 2, at + 6);
    return bytes;
  },
  // deep nesting
  (bytes) => {
    const depth = 1 + below(3000);
    let nested = bytes;
    const head = Buffer.alloc(4 * Math.min(depth, 300));
    for (let at = 0; at < head.length; at += 4) Buffer.from([0x30, 0x82, 0xff, 0xff]).copy(head, at);
    nested = Buffer.concat([random() < 0.5 ? Buffer.alloc(2 * depth, Buffer.from([0x30, 0x80])) : head, nested]);
    return nested;
  },
  // a part twice
  (bytes) => {
    const [from, to] = [below(bytes.length), below(bytes.length)].toSorted((a, b) => a - b);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  // a part left out
  (bytes) => {
    const from = below(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + below(40))]);
  },
  // another tag
  (bytes) => {
    bytes[below(bytes.length)] = [0x30, 0x31, 0x02, 0x03, 0x04, 0x05, 0x06, 0x13, 0x17, 0xa0, 0x80, 0x1f][below(12)];
    return bytes;
  },
];

/** Whether it is a certificate, so that nothing has to be opened. */
function isCertificate(bytes) {
  try {
    return new X509Certificate(bytes).raw.length > 0;
  } catch {
    return false;
  }
}

const pemOf = (bytes) => `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----`;
const resident = () => (pid ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024 : 0);

/** Milliseconds that one may take. */
const LIMIT = 50;

async function send(operation, body) {
  const from = performance.now();
  const reply = await fetch(`${base}/certificates/${operation}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await reply.arrayBuffer();
  return { took: performance.now() - from, status: reply.status };
}

/** How long the service's event loop stood still since this was last asked, in milliseconds. */
async function standstill() {
  const text = await (await fetch(`${base}/metrics`)).text();
  const of = (name) => Math.round(Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)`, 'm').exec(text)?.[1]) * 1000);
  return { p99: of('p99'), worst: of('max') };
}

await standstill();
const statuses = {};
const slow = [];
const faults = [];
let worst = 0;
const memory = [];
const started = performance.now();
for (let at = 0; at < Number(count); at++) {
  const original = below(originals.length);
  const kind = below(mutations.length);
  const bytes = mutations[kind](Buffer.from(originals[original]));
  const data = random() < 0.5 ? bytes.toString('base64') : pemOf(bytes);
  const operation = at % 10 === 9 ? 'chain' : 'inspect';
  const body = JSON.stringify(
    operation === 'chain' ? { certificates: [{ data }] } : { data, ...(random() < 0.3 && { password: 'changeit' }) },
  );
  let { took, status } = await send(operation, body);
  // Other programs may have had the processor meanwhile: slow is what is slow each time.
  for (let again = 0; took > LIMIT && again < 3; again++) took = Math.min(took, (await send(operation, body)).took);
  worst = Math.max(worst, took);
  statuses[status] = (statuses[status] ?? 0) + 1;
  if (took > LIMIT)
    slow.push({ certificate: isCertificate(originals[original]), at, original, kind, operation, milliseconds: Math.round(took) });
  if (status >= 500) faults.push({ at, original, kind, operation, status });
  if (pid && at % Math.ceil(Number(count) / 10) === 0) memory.push(Math.round(resident()));
}
const [certificates, keyStores] = [slow.filter(({ certificate }) => certificate), slow.filter(({ certificate }) => !certificate)];
console.log(
  JSON.stringify(
    {
      mutations: Number(count),
      seed: Number(seed),
      originals: originals.length,
      seconds: Math.round((performance.now() - started) / 1000),
      statuses,
      worstMilliseconds: Math.round(worst),
      over50: { certificates: certificates.length, keyStores: keyStores.length },
      slow: [...certificates, ...keyStores].slice(0, 10),
      eventLoopMilliseconds: await standstill(),
      faults: faults.slice(0, 10),
      memoryMiB: memory,
    },
    null,
    1,
  ),
);
process.exitCode = faults.length > 0 || certificates.length > 0 ? 1 : 0;
