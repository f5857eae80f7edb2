import { readFileSync } from 'node:fs';
import { CausesService } from '../src/causes/causes.service.js';
import { readConfig } from '../src/config.js';
import { Knowledge } from '../src/diagnosis/knowledge.js';
import { ErrorCatalogService } from '../src/error-catalog/error-catalog.service.js';
import { toldByCode } from '../src/error-catalog/told-by-code.js';

const config = readConfig({});
const causes = new CausesService(config);
const catalog = new ErrorCatalogService(config, causes);
const knowledge = new Knowledge(config, causes, catalog);

const related = (id: string) => catalog.entries.filter((entry) => entry.id === id || entry.related.includes(id)).map((entry) => entry.id);

it('every example of an error finds its entry, and beside it only entries that it names as related', () => {
  const missed = catalog.entries.flatMap(({ id, examples = [], related: own }) =>
    examples.flatMap((example) => {
      const found = catalog.match(example).map(({ entry }) => entry.id);
      const strangers = found.filter((other) => other !== id && !own.includes(other) && !related(id).includes(other));
      return found.includes(id) && strangers.length === 0
        ? []
        : [`${id}: "${example.slice(0, 120)}" finds ${found.join(', ') || 'nothing'}`];
    }),
  );
  expect(missed).toEqual([]);
});

it.each([
  ['The driver says ORA-29024 and nothing else', 'ORA-29024'],
  ['WinVerifyTrust gave 0x800B0109', 'NET-CERT-E-UNTRUSTEDROOT'],
  ['CertGetCertificateChain: -2146762487', 'NET-CERT-E-UNTRUSTEDROOT'],
  ['sc-win32-status 2148204809', 'NET-CERT-E-UNTRUSTEDROOT'],
  ['handshake failed; returned -1, SSL error code 1, net_error -202', 'ERR_CERT_AUTHORITY_INVALID'],
  ['TLS handshake failed. Return code: -9984.', 'MBEDTLS_ERR_X509_CERT_VERIFY_FAILED'],
  ['Ereignis-ID 36874 im Systemprotokoll', 'NET-SCHANNEL-36874'],
  ['WinHttpSendRequest failed with error 12175', 'WINHTTP-SECURE-FAILURE'],
  ['wolfSSL error: -188', 'WOLFSSL-188'],
  ['curl exit code 58', 'CURL-58'],
  ['der Server antwortet mit Alert 42', 'TLS-ALERT-42'],
])('"%s" tells %s by its number', (text, id) => {
  expect(catalog.match(text).map(({ entry }) => entry.id)).toEqual([id]);
});

it.each([
  'event 368741',
  'returned 9984 rows',
  'returned 12175 rows',
  'alert 42 of 60',
  '0x800B01091',
  'net_error -2020',
  'ORA-290244',
  'GnuTLS 3.1.1',
  'wolfSSL 3.1.3',
  'Mbed TLS 2.71.04',
])('"%s" tells nothing', (text) => {
  expect(catalog.match(text)).toEqual([]);
});

it('every code that is told behind words is found there', () => {
  const told = catalog.entries.flatMap((entry) => toldByCode(entry).map((notation) => ({ id: entry.id, text: firstOf(notation) })));
  expect(told.length).toBeGreaterThan(150);
  expect(told.filter(({ id, text }) => !catalog.match(text).some(({ entry }) => entry.id === id))).toEqual([]);
});

/** The text that the first choices of a notation make. */
const firstOf = (notation: string) => notation.replaceAll(/\(([^|()]*)[^()]*\)/g, '$1').replaceAll('*', '');

it('every text stands in one entry only', () => {
  const owners = new Map<string, string>();
  const twice = catalog.entries.flatMap(({ id, kind, texts, aliases }) =>
    (kind === 'condition' ? [] : [texts.en, ...(texts.de ? [texts.de] : []), ...aliases]).flatMap((text) => {
      const folded = text.toLowerCase().replaceAll(/[^\p{L}\d&{}]/gu, '');
      const owner = owners.get(folded);
      owners.set(folded, id);
      return owner && owner !== id ? [`"${text}" stands in ${owner} and ${id}`] : [];
    }),
  );
  expect(twice).toEqual([]);
});

it.each(knowledge.cues.map((cue) => [cue.id, cue] as const))(
  'the cue %s is seen in its examples and not in its counter-examples',
  (id, { examples, counterExamples = [] }) => {
    const seen = (text: string) => knowledge.reader.read(text, 'text', Date.now()).some((fact) => fact.id === `cue:${id}`);
    expect(examples.filter((example) => !seen(example))).toEqual([]);
    expect(counterExamples.filter(seen)).toEqual([]);
  },
);

it('every collected fact has an entry', () => {
  const ids = readFileSync('test/fact-ids.txt', 'utf8').trim().split('\n');
  expect(ids.length).toBe(608);
  expect(ids.filter((id) => catalog.called(id).length === 0)).toEqual([]);
});
