import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { inGerman } from './in-german.js';

const SRC = join(import.meta.dirname, '..');
const filesOf = (folder: string) =>
  readdirSync(join(SRC, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => `${folder}/${name}`);

/** Where this service says something in its own words: each sentence that is written there needs its German. */
const SAYING = [
  ...filesOf('connectivity-probe/checks'),
  ...filesOf('certificate-inspection/findings'),
  'connectivity-probe/judging/verdict.ts',
  'connectivity-probe/judging/refusal-pages.ts',
  'connectivity-probe/judging/other-clients.ts',
  'connectivity-probe/judging/server-view.ts',
  'connectivity-probe/server-chain.ts',
  'connectivity-probe/observing/dial.ts',
  'connectivity-probe/policy/probe-policy.ts',
  'certificate-inspection/compare-certificates.ts',
  'diagnosis/look-facts.ts',
  'diagnosis/certificate-look.ts',
  'diagnosis/connection-look.ts',
  'diagnosis/pasted-certificates.ts',
];

/** What is no sentence to a person: sources, names of fields, protocol. */
const NO_PROSE =
  /^(?:RFC |CA\/|Chrome Root|SAP-docs|SAP Note|CONNECT |HTTP\/|Proxy-Auth|cut off after|complete, |CA \{\}|written as|CR and LF|something stands|\S+ inbound$)|^ | $|^\(/;

/** Parts of sentences that are put together where they stand; the wholes are below. */
const PARTS = new Set([
  ', as it does without a certificate',
  ', names the host',
  ', path length §',
  'The client certificate § §',
  'The server asked for a certificate and answered HTTP § (§).',
  'What the server sends is no valid TLS§.',
  'ahead of',
  'does not name',
  'is valid today',
  'it is valid from',
  'it § valid until §',
  'may be used for client authentication',
  'no certificate',
  'reset while connecting',
  'the Date header is § s § our clock',
  'the chain leads to a trusted root§ and is in time',
  'this machine forbids the connection',
  'this machine has no address of that kind',
  'whether a certificate was sent is not told',
]);
const WHOLES = [
  'Our certificate was sent and accepted; the server answered HTTP 200, as it does without a certificate.',
  'the chain leads to a trusted root, names the host and is in time',
  'the chain leads to a trusted root and is in time',
  'The client certificate CN=a is valid today',
  'The client certificate CN=a may be used for client authentication',
  'The server asked for a certificate and answered HTTP 200 (whether a certificate was sent is not told).',
  'The server asked for a certificate and refused (whether a certificate was sent is not told): HTTP 401.',
  'What the server sends is no valid TLS.',
  'What the server sends is no valid TLS: a cut record.',
  'it does not name a.example',
  'it is valid until 2027-01-01T00:00:00Z',
  'it was valid until 2026-01-01T00:00:00Z',
  'it is valid from 2027-01-01T00:00:00Z',
  'the Date header is 600 s ahead of our clock',
  'the Date header is 600 s behind our clock',
  '10.0.0.1:443 reset while connecting',
  '10.0.0.1:443 this machine forbids the connection',
  '10.0.0.1:443 this machine has no address of that kind',
];

/** The sentences of a file: literals of several words, with a place for each value that is put in. */
function sentencesOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(SRC, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    // A source is named as it is called.
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'citation') return;
    if (ts.isNewExpression(node) && node.expression.getText().endsWith('Error')) return;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text);
    else if (ts.isTemplateExpression(node))
      found.push(node.head.text + node.templateSpans.map(({ literal }) => `§${literal.text}`).join(''));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter((text) => /[a-z]{2} [a-z]/.test(text) && !PARTS.has(text) && !NO_PROSE.test(text.replaceAll('§', '{}')));
}

it.each(SAYING)('%s says nothing that has no German', (file) => {
  expect(sentencesOf(file).filter((sentence) => inGerman(sentence) === undefined)).toEqual([]);
});

it.each(WHOLES)('a whole sentence has its German: %s', (whole) => expect(inGerman(whole)).toBeDefined());

it.each([
  ['It was valid until 2026-01-01T00:00:00Z.', 'Es war gültig bis 2026-01-01T00:00:00Z.'],
  [
    'Our certificate was sent and refused: the server sent the alert unknown_ca (48) after our Finished.',
    /^Unser Zertifikat wurde gesendet und abgelehnt: der Server hat den Alert unknown_ca \(48\) gesendet, nach unserem Finished\.$/,
  ],
  [
    'The port accepts connections: yes (10.0.0.1:443 accepts connections)',
    'Der Port nimmt Verbindungen an: ja (10.0.0.1:443 nimmt Verbindungen an)',
  ],
] as const)('a sentence in a sentence is said in German too: %s', (english, german) => {
  expect(inGerman(english)).toEqual(typeof german === 'string' ? german : expect.stringMatching(german));
});

it('leaves alone what this service has not said', () => {
  expect(inGerman('unable to get local issuer certificate')).toBeUndefined();
  expect(inGerman('')).toBeUndefined();
});
