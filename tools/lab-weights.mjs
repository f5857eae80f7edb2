// Compares the weights of messages with what was measured in a laboratory: five client stacks against servers with one fault each.
//   npm run build && node tools/lab-weights.mjs <folder with *.txt> [--write]
// Each line of a table is a print under one cause. The weight of a message for a cause is ten times the base-10 logarithm of how much more often
// the message stands in its prints than in those of all other causes, both counted with half a print more on either side (Krichevsky, Trofimov),
// and no more than 15: a few prints of a laboratory prove nothing. --write takes a measured weight where the entry and the table
// point in different directions; in between, experience from the field stays, because the laboratory knows a third of the causes only.
import 'reflect-metadata';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { readConfig } = await import('../dist/config.js');
const { CausesService } = await import('../dist/causes/causes.service.js');
const { ErrorCatalogService } = await import('../dist/error-catalog/error-catalog.service.js');

/** What the tables call a fault, and the cause that it is. */
const CAUSE_OF = [
  [/clientcert=-$/, 'client-certificate-not-sent'],
  [/clientcert=cli(rogue|self)$/, 'client-certificate-rejected-untrusted-ca'],
  [/clientcert=cliexp$/, 'client-certificate-expired'],
  [/clientcert=clifut$/, 'client-certificate-not-yet-valid'],
  [/clientcert=clisrvonly$/, 'client-certificate-wrong-eku'],
  [/server (self-signed leaf|chain incl. unknown root)/, 'server-certificate-untrusted-root-missing'],
  [/server missing intermediate/, 'server-chain-incomplete-intermediate-missing'],
  [/server expired/, 'server-certificate-expired'],
  [/(hostname mismatch|no SAN only CN|IP not in SAN)/, 'hostname-mismatch'],
  [/clientAuth-only EKU/, 'server-certificate-wrong-usage'],
  [/server only old cipher|^bad cipher/, 'cipher-mismatch'],
  [/TLS1.1 only server|^bad protocol/, 'tls-version-mismatch'],
  [/plain http port/, 'plaintext-on-tls-port'],
  [/nothing listening|^RST|accept and close/, 'dns-tcp-firewall'],
  [/cert\/key mismatch/, 'key-certificate-mismatch'],
  [
    /(garbage PEM|corrupt|one-line|literal|bad base64|DER as PEM|X509Certificate garbage|CertificateFactory)/,
    'certificate-encoding-damaged',
  ],
  [/(wrong passphrase|wrong pw|wrong pass|keypass)/, 'keystore-password-wrong'],
  [/(legacy RC2|load of (pem|garbage)|pfx garbage)/, 'keystore-format-unsupported'],
  [/encrypted key no pass|garbage key/, 'private-key-unreadable'],
  [/weak cert 1024 seclevel2/, 'weak-key-or-signature'],
  [/empty truststore/, 'pse-or-keystore-missing'],
];
const causeOf = (fault) => CAUSE_OF.find(([name]) => name.test(fault.trim()))?.[1];

const [folder, ...flags] = process.argv.slice(2);
if (!folder) {
  console.error('Name the folder with the tables: node tools/lab-weights.mjs <folder> [--write]');
  process.exit(1);
}
const config = readConfig({});
const causes = new CausesService(config);
const catalog = new ErrorCatalogService(config, causes);

/** Every print of the tables with the cause it was made by. */
const prints = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .flatMap((name) => {
    let heading = '';
    return readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .flatMap((line) => {
        if (line.startsWith('==')) heading = line.slice(2).trim();
        const [, fault, print] = /^(.+?) => (.+)$/.exec(line) ?? [];
        const [, client] = /^ {2}\w[\w.]* *: (.+)$/.exec(line) ?? [];
        const cause = client ? causeOf(heading) : fault && !line.startsWith(' ') ? causeOf(fault) : undefined;
        return cause ? [{ cause, text: client ?? print }] : [];
      });
  });

const total = new Map();
const seen = new Map();
const add = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);
for (const { cause, text } of prints) {
  add(total, cause);
  for (const id of new Set(catalog.match(text).map(({ entry }) => entry.id))) {
    if (!seen.has(id)) seen.set(id, new Map());
    add(seen.get(id), cause);
  }
}

const MOST = 15;
const ALL = prints.length;
/** @returns the measured weight of a message for a cause */
function measured(of, cause) {
  const here = of.get(cause) ?? 0;
  const anywhere = [...of.values()].reduce((sum, count) => sum + count, 0);
  const rate = (count, among) => (count + 0.5) / (among + 1);
  const weight = 10 * Math.log10(rate(here, total.get(cause)) / rate(anywhere - here, ALL - total.get(cause)));
  return Math.round(Math.max(-MOST, Math.min(MOST, weight)));
}

console.log(`${prints.length} prints of ${total.size} causes, ${seen.size} messages`);
let changed = 0;
for (const entry of catalog.entries) {
  const of = seen.get(entry.id);
  if (!of) continue;
  for (const [cause, count] of of) {
    const weight = measured(of, cause);
    const written = entry.causes.find(({ id }) => id === cause);
    const differs = count > 1 && weight >= 3 && (written?.weight ?? 0) < 3;
    console.log(
      `${differs ? '!' : ' '} ${entry.id} ${cause}: ${count} of ${total.get(cause)} prints, measured ${weight}, written ${written?.weight ?? '-'}`,
    );
    if (!differs || !written || !flags.includes('--write')) continue;
    const path = join('src/error-catalog/entries', catalog.families.get(entry.id), `${entry.id}.yaml`);
    const text = readFileSync(path, 'utf8');
    const at = text.indexOf(`- id: ${cause}\n`);
    writeFileSync(path, text.slice(0, at) + text.slice(at).replace(/weight: -?\d+/, `weight: ${weight}`));
    changed += 1;
  }
}
if (flags.includes('--write')) console.log(`${changed} weights written`);
process.exit(0);
