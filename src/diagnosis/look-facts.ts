import { judgePage, type PageVerdict } from '../connectivity-probe/judging/refusal-pages.js';
import type { ProbeReport } from '../connectivity-probe/probe-report.dto.js';
import type { GivenHttp } from './diagnosis.dto.js';
import type { Fact } from './fact.js';

/** Tools that show what the failing program itself did; the others are run by hand to try something. */
export const TELLS_OF_THE_CLIENT: ReadonlySet<string> = new Set(['java', 'icm']);

/** The first of these in an answer says how else the server lets somebody in (RFC 9110, section 11.6.1). */
const SCHEME = /^[ \t]*([A-Za-z][A-Za-z0-9-]{0,30})/;

/**
 * Turns a look into facts: one for its outcome, one for each check (`check:our-certificate-is-sent/failed`), and what the server said of the certificate.
 * @param report of a live look or a transcript
 * @param source which of both it is
 */
export function factsOfLook(report: ProbeReport, source: 'probe' | 'transcript'): Fact[] {
  const fact = (id: string, says: string): Fact => ({ id, source, says });
  const { summary, checks, cutShort } = report;
  return [
    fact(`probe:${outcomeOf(report)}`, summary),
    ...requestFacts(report, fact),
    ...refusalFacts(report, fact),
    ...serverFacts(report, fact),
    ...ownCheckFacts(report, fact),
    ...toldClientFacts(report, fact),
    ...(cutShort ? [fact('probe:cut-short', 'Time ran out before the look was over')] : []),
    ...checks.map(({ id, title, passed, says }) =>
      fact(`check:${id}/${passed ? 'passed' : 'failed'}`, `${title}: ${passed ? 'yes' : 'no'} (${says})`),
    ),
  ];
}

type MakeFact = (id: string, says: string) => Fact;

/** The outcome with what it depends on: whether a certificate was there, and whether it went out. */
function outcomeOf({ outcome, clientCertificate, tool, connections, checks, steps: told, http }: ProbeReport): string {
  const { sent, sentUntold, presented, refusal, requested } = clientCertificate;
  if (sentUntold && (outcome === 'refused' || outcome === 'accepted')) return `${outcome}/untold`;
  // A program that was asked, sent nothing and got an error back is refused, whatever the page says.
  const failed = outcome === 'refused' || (outcome === 'undecided' && told !== undefined && (http?.status ?? 0) >= 400 && !sent);
  if (failed && !sentUntold) {
    if (sent) return 'refused/with-certificate';
    if (refusal?.phase === 'hello') return 'refused/hello';
    const tried = checks.some(({ id }) => id === 'our-certificate-is-sent');
    // A certificate that was only held beside the look says nothing of what its owner sends.
    if (presented && !tried && !told) return 'refused/not-shown';
    const asked = connections.some(({ steps }) => steps.some(({ says }) => says === 'CertificateRequest')) || requested !== 'unknown';
    const ownClient = presented !== undefined || (tool !== undefined && TELLS_OF_THE_CLIENT.has(tool));
    if (asked && clientCertificate.noneFits) return 'unsent/none-fits';
    return asked && ownClient ? 'unsent/asked' : 'refused/without-certificate';
  }
  if (outcome === 'accepted') return sent ? 'accepted/with-certificate' : 'accepted/without-certificate';
  if (outcome === 'not-asked') return presented ? 'not-asked/with-certificate' : 'not-asked/without-certificate';
  return outcome;
}

function requestFacts({ clientCertificate, checks }: ProbeReport, fact: MakeFact): Fact[] {
  const { requested, acceptableIssuers, keyless } = clientCertificate;
  const acceptable = checks.find(({ id }) => id === 'our-issuer-is-acceptable');
  const issuer = !acceptable ? undefined : acceptableIssuers.length === 0 ? 'any' : acceptable.passed ? 'named' : 'not-named';
  return [
    ...(requested === 'unknown' ? [] : [fact(`probe:requested/${requested}`, `A client certificate is asked for: ${requested}`)]),
    ...(issuer ? [fact(`probe:issuer/${issuer}`, `The issuers that the server accepts: ${acceptable?.says}`)] : []),
    ...(keyless ? [fact(`probe:keyless/${keyless}`, `The test without the private key: ${keyless}`)] : []),
  ];
}

function refusalFacts({ clientCertificate: { refusal, sent }, http }: ProbeReport, fact: MakeFact): Fact[] {
  if (!refusal) return [];
  const { alert, phase, says } = refusal;
  const page = phase === 'http' && http ? judgePage(http) : undefined;
  return [
    ...(alert ? [fact(`probe:alert/${alert.code}`, says)] : []),
    ...(page ? [fact(`probe:page/${page.kind}`, says)] : []),
    ...(page && http && sent ? [fact(`probe:status/${http.status}`, `HTTP ${http.status} although the certificate went out`)] : []),
    ...(!alert && phase !== 'http' ? [fact('probe:refused/without-reason', says)] : []),
  ];
}

/** The client's own check of the server: a reason only where it gave up for it, or was told whom to trust or what name to find. */
function ownCheckFacts({ server: { ownCheck } }: ProbeReport, fact: MakeFact): Fact[] {
  if (!ownCheck?.flaw || !(ownCheck.gaveUp || ownCheck.asked)) return [];
  return [fact(`probe:own-check/${ownCheck.flaw}`, `The client's own check of the server: ${ownCheck.words}`)];
}

/** What the trace shows of the certificate that the client sent, judged like one in the hand. */
function toldClientFacts({ clientCertificate: { told }, checks }: ProbeReport, fact: MakeFact): Fact[] {
  const [leaf] = told ?? [];
  if (!leaf) return [];
  const { subject, notBefore = '', notAfter = '', usages } = leaf;
  const inTime = checks.find(({ id }) => id === 'our-certificate-is-in-time');
  const mayLogOn = usages?.some((usage) => usage === 'clientAuth' || usage === 'anyExtendedKeyUsage');
  const valid = `The client certificate ${subject} is valid from ${notBefore} to ${notAfter}`;
  return [
    ...(inTime
      ? [
          fact(
            inTime.passed
              ? 'certificate:client/in-time'
              : `finding:client/${inTime.says.startsWith('it is valid from') ? 'not-yet-valid' : 'expired'}`,
            valid,
          ),
        ]
      : []),
    ...(mayLogOn === false
      ? [fact('finding:client/client-auth-usage-missing', `The client certificate ${subject} is for ${usages?.join(', ')} only`)]
      : []),
    ...(mayLogOn
      ? [fact('certificate:client/may-authenticate', `The client certificate ${subject} may be used for client authentication`)]
      : []),
  ];
}

/** What is wrong with the chain of the server, where that is not the whole story told by a check. */
function serverFacts({ server: { reason, says = '', chain, told = [] }, at }: ProbeReport, fact: MakeFact): Fact[] {
  const [leaf, ...others] = told.length > chain.length ? told : chain;
  if (!leaf || reason === undefined || reason === 'valid') return [];
  const alone = !others.some(({ subject }) => subject === leaf.issuer) && leaf.issuer !== leaf.subject;
  const open = reason === 'issuer-missing' || reason === 'self-signed-untrusted';
  const name = open
    ? alone
      ? 'leaf-without-issuer'
      : 'root-unknown'
    : reason === 'expired' && at !== undefined && (leaf.notAfter ?? '') > at
      ? 'authority-expired'
      : reason;
  return [fact(`probe:server/${name}`, `The certificate of the server: ${says}`)];
}

/** What each kind of page means, as a fact's id. */
const OF_A_PAGE: Readonly<Record<PageVerdict['kind'], string | undefined>> = {
  'no-certificate': 'http:no-certificate',
  'certificate-refused': 'http:certificate-refused',
  // The status says as much.
  'logon-refused': undefined,
};

/**
 * Turns an HTTP answer that the user saw into facts.
 * @param http status, header fields and body as they were given
 */
export function factsOfAnswer({ status, headers = {}, body = '' }: GivenHttp): Fact[] {
  const fields = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const page =
    status === undefined ? undefined : judgePage({ status, reason: '', headers: fields, excerpt: body.slice(0, LONGEST_EXCERPT) });
  const id = page && OF_A_PAGE[page.kind];
  const [, scheme] = SCHEME.exec(fields['www-authenticate'] ?? '') ?? [];
  return [
    ...(status === undefined
      ? []
      : [{ id: `status:${status}`, source: 'http' as const, says: `HTTP status ${status}`, de: `HTTP-Status ${status}` }]),
    ...(page && id ? [{ id, source: 'http' as const, says: page.says }] : []),
    ...(scheme
      ? [
          {
            id: `http:asks-for/${scheme.toLowerCase()}`,
            source: 'http' as const,
            says: `The server asks for ${scheme}`,
            excerpt: scheme,
            offset: 0,
            length: scheme.length,
          },
        ]
      : []),
  ];
}

/** Pages that refuse are short; what comes behind is looked for by the reader of texts. */
const LONGEST_EXCERPT = 4096;
