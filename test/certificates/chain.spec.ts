import { element } from '../../src/certificate-inspection/der/ber.js';
import { TrustAnchors } from '../../src/certificate-inspection/chain/trust-anchors.js';
import { certificatesService } from './app.js';
import {
  authorityExtensions,
  clientExtensions,
  directory,
  dns,
  email,
  ext,
  extension,
  inDays,
  ip,
  issue,
  issueAuthority,
  KEY,
  MIDDLE,
  newKey,
  octets,
  pem,
  ROOT,
  sequence,
} from './pki.js';

const post = certificatesService();

const rootKey = newKey();
const middleKey = newKey();
const root = issueAuthority({ key: rootKey, name: 'Root' });
type Wish = Parameters<typeof issueAuthority>[0];
const middle = (wish: Wish = {}) => issueAuthority({ key: middleKey, issuer: ROOT, issuerKey: rootKey, name: 'Middle', ...wish });
const leaf = (wish: Wish = {}) => issue({ issuer: MIDDLE, issuerKey: middleKey, extensions: clientExtensions(KEY, middleKey), ...wish });
const input = (der: Buffer) => ({ data: pem(der) });
const chain = async (leafDer: Buffer, others: Buffer[], more: object = {}) =>
  (await post('chain', { leaf: input(leafDer), certificates: others.map(input), anchors: [input(root)], ...more })).body;

it('finds the path in a heap of any order and says what was not needed', async () => {
  const stranger = issueAuthority({ name: 'Stranger' });
  const body = await chain(leaf(), [stranger, root, middle()]);
  expect(body).toMatchObject({
    valid: true,
    reason: { id: 'valid' },
    missing: [],
    order: [0, 3, 2],
    extra: ['CN=Stranger,O=Example SE,C=DE'],
    openssl: { code: 0, name: 'OK' },
  });
  expect(body.path.map(({ role }: { role: string }) => role)).toEqual(['leaf', 'intermediate', 'anchor']);
});

it('finds the leaf when none is named', async () => {
  const { body } = await post('chain', { certificates: [input(middle()), input(leaf())], anchors: [input(root)] });
  expect([body.valid, body.order]).toEqual([true, [1, 0]]);
});

it('says which issuer is missing and where it can be had', async () => {
  const body = await chain(
    leaf({ extensions: [...clientExtensions(KEY, middleKey), ext.authorityInformationAccess('http://ca.example/middle.cer')] }),
    [],
  );
  expect(body).toMatchObject({
    valid: false,
    reason: { id: 'issuer-missing' },
    missing: [{ issuer: 'CN=Middle,O=Example SE,C=DE', from: ['http://ca.example/middle.cer'] }],
    openssl: { code: 20 },
  });
});

const constrained = (permitted: Buffer[], excluded: Buffer[] = []) =>
  middle({ extensions: [...authorityExtensions(middleKey, rootKey), ext.nameConstraints(permitted, excluded)] });
const named = (...names: Buffer[]) => leaf({ extensions: [...clientExtensions(KEY, middleKey), ext.subjectAlternativeName(...names)] });

it.each([
  { reason: 'expired', leafDer: leaf({ notAfter: inDays(-1) }), others: [middle()] },
  { reason: 'not-yet-valid', leafDer: leaf({ notBefore: inDays(1) }), others: [middle()] },
  { reason: 'expired', leafDer: leaf(), others: [middle({ notAfter: inDays(-1) })] },
  { reason: 'signature-wrong', leafDer: leaf({ issuerKey: KEY }), others: [middle()] },
  { reason: 'issuer-is-no-authority', leafDer: leaf(), others: [middle({ extensions: clientExtensions(middleKey, rootKey) })] },
  { reason: 'issuer-cannot-sign', leafDer: leaf(), others: [middle({ extensions: [ext.basicConstraints(true), ext.keyUsage(0)] })] },
  {
    reason: 'issuer-usage-missing',
    leafDer: leaf(),
    others: [middle({ extensions: [...authorityExtensions(middleKey, rootKey), ext.extendedKeyUsage('1.3.6.1.5.5.7.3.1')] })],
  },
  { reason: 'usage-missing', leafDer: leaf({ extensions: [ext.extendedKeyUsage('1.3.6.1.5.5.7.3.1')] }), others: [middle()] },
  {
    reason: 'unknown-critical-extension',
    leafDer: leaf({ extensions: [extension('1.2.3.4', octets(Buffer.alloc(1)), true)] }),
    others: [middle()],
  },
  { reason: 'name-not-permitted', leafDer: named(dns('a.other')), others: [constrained([dns('example.com')])] },
  { reason: 'name-excluded', leafDer: named(dns('x.bad.example')), others: [constrained([], [dns('bad.example')])] },
  { reason: 'name-excluded', leafDer: named(dns('*.example')), others: [constrained([], [dns('bad.example')])] },
  { reason: 'name-not-permitted', leafDer: named(email('a@other.example')), others: [constrained([email('example.com')])] },
  { reason: 'name-not-permitted', leafDer: named(ip(198, 51, 100, 1)), others: [constrained([ip(192, 0, 2, 0, 255, 255, 255, 0)])] },
  { reason: 'name-not-permitted', leafDer: leaf(), others: [constrained([directory(['C=FR'])])] },
  {
    reason: 'policy-missing',
    leafDer: leaf(),
    others: [
      middle({
        extensions: [...authorityExtensions(middleKey, rootKey), extension('2.5.29.36', sequence(element(0x80, Buffer.from([0]))), true)],
      }),
    ],
  },
  { reason: 'self-signed-untrusted', leafDer: issue({ issuer: ['CN=x'], subject: ['CN=x'] }), others: [] },
])('says $reason', async ({ reason, leafDer, others }) => {
  const body = await chain(leafDer, others);
  expect([body.valid, body.reason.id]).toEqual([false, reason]);
});

it.each([
  { what: 'a permitted host', leafDer: named(dns('a.example.com')), others: [constrained([dns('example.com')])] },
  { what: 'a permitted subject', leafDer: leaf(), others: [constrained([directory(['C=DE', 'O=EXAMPLE  se'])])] },
  {
    what: 'a policy that is allowed',
    leafDer: leaf({ extensions: [...clientExtensions(KEY, middleKey), ext.policies('1.2.3')] }),
    others: [
      middle({
        extensions: [
          ...authorityExtensions(middleKey, rootKey),
          ext.policies('1.2.3'),
          extension('2.5.29.36', sequence(element(0x80, Buffer.from([0]))), true),
        ],
      }),
    ],
  },
  { what: 'another valid path beside an expired one', leafDer: leaf(), others: [middle({ notAfter: inDays(-1) }), middle()] },
])('accepts $what', async ({ leafDer, others }) => {
  expect((await chain(leafDer, others)).reason).toMatchObject({ id: 'valid' });
});

it('counts issuers below a path length', async () => {
  const lowKey = newKey();
  const low = issueAuthority({ key: lowKey, issuer: MIDDLE, issuerKey: middleKey, name: 'Low' });
  const ofLow = issue({ issuer: ['C=DE', 'O=Example SE', 'CN=Low'], issuerKey: lowKey, extensions: clientExtensions(KEY, lowKey) });
  expect((await chain(ofLow, [low, middle({ pathLength: 0 })])).reason.id).toBe('path-length-exceeded');
  expect((await chain(ofLow, [low, middle({ pathLength: 1 })])).valid).toBe(true);
  expect((await chain(ofLow, [low, middle()], { maxDepth: 1 })).reason.id).toBe('too-deep');
});

it('judges servers by name, and for the time that is asked for', async () => {
  const server = leaf({
    extensions: [
      ext.keyUsage(0),
      ext.extendedKeyUsage('1.3.6.1.5.5.7.3.1'),
      ext.subjectAlternativeName(dns('a.example')),
      ext.authorityKeyIdentifier(middleKey),
    ],
  });
  const more = { purpose: 'server-authentication' };
  expect((await chain(server, [middle()], { ...more, host: 'a.example' })).openssl).toEqual({ code: 0, name: 'OK' });
  expect((await chain(server, [middle()], { ...more, host: 'b.example' })).reason.id).toBe('host-mismatch');
  expect(await chain(server, [middle()], { ...more, at: inDays(500).toISOString() })).toMatchObject({
    reason: { id: 'expired' },
    openssl: { name: 'not-asked' },
  });
});

it('takes Mozilla as default and says so', async () => {
  const { body } = await post('chain', { leaf: input(leaf()), certificates: [input(middle()), input(root)] });
  expect(body).toMatchObject({
    valid: false,
    reason: { id: 'self-signed-untrusted' },
    anchors: { source: 'mozilla', version: `Node.js ${process.versions.node}` },
    openssl: { code: 19 },
  });
});

it('bounds the work', async () => {
  const key = newKey();
  const many = Array.from({ length: 150 }, (_, at) =>
    issueAuthority({ key, issuer: ['CN=Loop'], subject: ['CN=Loop'], serial: Buffer.from([1, at >> 8, at & 0xff]), spki: undefined }),
  );
  const from = performance.now();
  const body = await chain(issue({ issuer: ['CN=Loop'], issuerKey: KEY }), many);
  expect([body.valid, performance.now() - from < 2000]).toEqual([false, true]);
});

it('hands out one list of anchors as long as it is the same, by which what is made of it is kept', () => {
  const anchors = new TrustAnchors();
  expect(anchors.all).toBe(anchors.all);
});
