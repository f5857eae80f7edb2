import { sign, type KeyObject } from 'node:crypto';
import { certificatesService } from './app.js';
import {
  authorityExtensions,
  clientExtensions,
  directory,
  element,
  explicit,
  ext,
  extension,
  inDays,
  integer,
  issue,
  issueAuthority,
  KEY,
  MIDDLE,
  nameOf,
  newKey,
  oid,
  pem,
  ROOT,
  sequence,
  timeOf,
} from './pki.js';

const post = certificatesService();

const [rootKey, middleKey, listKey] = [newKey(), newKey(), newKey()];
const LISTER = ['C=DE', 'O=Example SE', 'CN=Lister'];
const root = issueAuthority({ key: rootKey, name: 'Root' });
const middle = (more: Buffer[] = [], usage = authorityExtensions(middleKey, rootKey)) =>
  issueAuthority({ key: middleKey, issuer: ROOT, issuerKey: rootKey, name: 'Middle', extensions: [...usage, ...more] });
const leaf = (...more: Buffer[]) =>
  issue({ issuer: MIDDLE, issuerKey: middleKey, extensions: [...clientExtensions(KEY, middleKey), ...more] });
/** The certificate of who signs lists for others. */
const lister = (issuerKey = rootKey) =>
  issue({ subject: LISTER, key: listKey, issuer: ROOT, issuerKey, extensions: [ext.keyUsage(6), ext.authorityKeyIdentifier(issuerKey)] });

interface ListWish {
  key?: KeyObject;
  issuer?: string[];
  revoked?: { serial?: string; reason?: number; issuer?: string[] }[];
  nextUpdate?: number;
  number?: number;
  base?: number;
  scope?: Buffer[];
  more?: Buffer[];
}

const flag = (tag: number) => element(tag, Buffer.from([0xff]));
const uri = (text: string) => element(0x86, Buffer.from(text));
/** DistributionPointName with a full name. */
const named = (name: Buffer) => explicit(0, explicit(0, name));
const reasons = (tag: number, ...bits: number[]) => element(tag, Buffer.from([0, bits.reduce((octet, bit) => octet | (0x80 >> bit), 0)]));
const point = (...fields: Buffer[]) => extension('2.5.29.31', sequence(sequence(...fields)));

function list({ key = middleKey, issuer = MIDDLE, revoked = [], nextUpdate = 7, number = 1, base, scope, more = [] }: ListWish): string {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const entries = revoked.map(({ serial = '1234567890abcdef', reason, issuer: of }) => {
    const extensions = [
      ...(reason === undefined ? [] : [extension('2.5.29.21', element(0x0a, Buffer.from([reason])))]),
      ...(of ? [extension('2.5.29.29', sequence(directory(of)), true)] : []),
    ];
    return sequence(integer(Buffer.from(serial, 'hex')), timeOf(inDays(-1)), ...(extensions.length > 0 ? [sequence(...extensions)] : []));
  });
  const tbs = sequence(
    integer(1),
    algorithm,
    nameOf(issuer),
    timeOf(inDays(-9)),
    timeOf(inDays(nextUpdate)),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    explicit(
      0,
      sequence(
        extension('2.5.29.20', integer(number)),
        ...(base === undefined ? [] : [extension('2.5.29.27', integer(base), true)]),
        ...(scope ? [extension('2.5.29.28', sequence(...scope), true)] : []),
        ...more,
      ),
    ),
  );
  return pem(sequence(tbs, algorithm, element(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', tbs, key)]))), 'X509 CRL');
}

const verdict = async (leafDer: Buffer, others: Buffer[], lists: string[], more: object = {}) => {
  const { body } = await post('chain', {
    leaf: { data: pem(leafDer) },
    certificates: others.map((der) => ({ data: pem(der) })),
    anchors: [{ data: pem(root) }],
    crls: lists.map((data) => ({ data })),
    ...more,
  });
  return body.reason.id as string;
};

const REVOKED = [{}];
const ofMiddle = [{ issuer: MIDDLE }];
const atUri = point(named(uri('http://ca.example/a.crl')));
const byLister = point(named(uri('http://ca.example/i.crl')), element(0xa2, directory(LISTER)));
const indirect = { issuer: LISTER, key: listKey, scope: [named(uri('http://ca.example/i.crl')), flag(0x84)] };

it.each<[string, string, Buffer, Buffer[], string[]]>([
  ['a serial number that is listed', 'revoked', leaf(), [middle()], [list({ revoked: REVOKED })]],
  ['another serial number', 'valid', leaf(), [middle()], [list({ revoked: [{ serial: '05' }] })]],
  ['a list of another key', 'crl-signature-wrong', leaf(), [middle()], [list({ key: KEY })]],
  ['an expired list', 'crl-expired', leaf(), [middle()], [list({ nextUpdate: -1 })]],
  ['a list of another authority only', 'revocation-undetermined', leaf(), [middle()], [list({ issuer: ROOT, key: rootKey })]],
  ['a list of authorities only', 'revocation-undetermined', leaf(), [middle()], [list({ scope: [flag(0x82)] })]],
  ['a list of users only', 'valid', leaf(), [middle()], [list({ scope: [flag(0x81)] })]],
  ['a list of attribute certificates', 'revocation-undetermined', leaf(), [middle()], [list({ scope: [flag(0x85)] })]],
  [
    'an unknown critical extension',
    'crl-unknown-critical-extension',
    leaf(),
    [middle()],
    [list({ more: [extension('1.2.3.4', integer(1), true)] })],
  ],
  ['the point of the certificate', 'valid', leaf(atUri), [middle()], [list({ scope: [named(uri('http://ca.example/a.crl'))] })]],
  ['another point', 'revocation-undetermined', leaf(atUri), [middle()], [list({ scope: [named(uri('http://ca.example/b.crl'))] })]],
  ['some reasons only', 'revocation-undetermined', leaf(), [middle()], [list({ scope: [reasons(0x83, 1, 2)] })]],
  [
    'all reasons in two lists',
    'valid',
    leaf(),
    [middle()],
    [list({ scope: [reasons(0x83, 1, 2)] }), list({ scope: [element(0x83, Buffer.from([7, 0x1f, 0x80]))] })],
  ],
  ['a delta without base', 'revocation-undetermined', leaf(), [middle()], [list({ number: 5, base: 1 })]],
  ['a delta that revokes', 'revoked', leaf(), [middle()], [list({}), list({ number: 2, base: 1, revoked: REVOKED })]],
  [
    'a delta that takes back',
    'valid',
    leaf(),
    [middle()],
    [list({ revoked: REVOKED }), list({ number: 2, base: 1, revoked: [{ reason: 8 }] })],
  ],
  ['a delta of a later base', 'valid', leaf(), [middle()], [list({}), list({ number: 9, base: 5, revoked: REVOKED })]],
  ['a delta that makes an old list current', 'valid', leaf(), [middle()], [list({ nextUpdate: -1 }), list({ number: 2, base: 1 })]],
  ['an indirect list', 'valid', leaf(byLister), [middle(), lister()], [list(indirect)]],
  ['an indirect list that names it', 'revoked', leaf(byLister), [middle(), lister()], [list({ ...indirect, revoked: ofMiddle })]],
  [
    'an indirect list with that serial number of another',
    'valid',
    leaf(byLister),
    [middle(), lister()],
    [list({ ...indirect, revoked: [{}] })],
  ],
  ['an indirect list of a stranger', 'crl-signature-wrong', leaf(byLister), [middle(), lister(KEY)], [list(indirect)]],
  ['an indirect list that nobody was named for', 'revocation-undetermined', leaf(), [middle(), lister()], [list(indirect)]],
  [
    'an issuer that may not sign lists',
    'crl-issuer-not-allowed',
    leaf(),
    [middle([], [ext.basicConstraints(true), ext.keyUsage(5), ext.subjectKeyIdentifier(middleKey), ext.authorityKeyIdentifier(rootKey)])],
    [list({})],
  ],
])('%s: %s', async (_, id, leafDer, others, lists) => {
  expect(await verdict(leafDer, others, lists)).toBe(id);
});

it('demands a list about every authority only to the letter of the standard', async () => {
  expect(await verdict(leaf(), [middle()], [list({})], { profile: 'default' })).toBe('valid');
  expect(await verdict(leaf(), [middle()], [list({})], { profile: 'strict' })).toBe('revocation-undetermined');
  expect(await verdict(leaf(), [middle()], [list({}), list({ issuer: ROOT, key: rootKey })], { profile: 'strict' })).toBe('valid');
});

const policies = (...names: string[]) => ext.policies(...names);
const mapped = (from: string, to: string) => extension('2.5.29.33', sequence(sequence(oid(from), oid(to))), true);

it.each<[string, object, Buffer[], Buffer[], string]>([
  ['no policy, none wanted', {}, [], [], 'valid'],
  ['no policy, one demanded', { requireExplicitPolicy: true }, [], [], 'policy-missing'],
  ['the policy that is wanted', { policies: ['1.2.3'], requireExplicitPolicy: true }, [policies('1.2.3')], [policies('1.2.3')], 'valid'],
  ['another one', { policies: ['1.2.4'], requireExplicitPolicy: true }, [policies('1.2.3')], [policies('1.2.3')], 'policy-missing'],
  ['another one, none demanded', { policies: ['1.2.4'] }, [policies('1.2.3')], [policies('1.2.3')], 'valid'],
  [
    'one that the wanted is mapped to',
    { policies: ['1.2.3'], requireExplicitPolicy: true },
    [policies('1.2.3'), mapped('1.2.3', '1.2.9')],
    [policies('1.2.9')],
    'valid',
  ],
  [
    'the name below a mapping is not the one above it',
    { policies: ['1.2.9'], requireExplicitPolicy: true },
    [policies('1.2.3'), mapped('1.2.3', '1.2.9')],
    [policies('1.2.9')],
    'policy-missing',
  ],
  [
    'a mapping that is forbidden',
    { inhibitPolicyMapping: true, requireExplicitPolicy: true },
    [policies('1.2.3'), mapped('1.2.3', '1.2.9')],
    [policies('1.2.9')],
    'policy-missing',
  ],
  ['a mapping from any', {}, [policies('2.5.29.32.0'), mapped('2.5.29.32.0', '1.2.9')], [policies('1.2.9')], 'policy-mapping-of-any'],
  ['any above, one below', { policies: ['1.2.3'], requireExplicitPolicy: true }, [policies('2.5.29.32.0')], [policies('1.2.3')], 'valid'],
  [
    'any above where it does not count',
    { inhibitAnyPolicy: true, requireExplicitPolicy: true },
    [policies('2.5.29.32.0')],
    [policies('1.2.3')],
    'policy-missing',
  ],
])('policies: %s', async (_, demands, above, below, id) => {
  expect(await verdict(leaf(...below), [middle(above)], [], demands)).toBe(id);
});

it('names a policy that is none', async () => {
  const { status, body } = await post('chain', { leaf: { data: pem(leaf()) }, policies: ['any'] });
  expect([status, body.errors[0].pointer]).toEqual([400, '/policies']);
});
