import type { ProbeReport } from '../connectivity-probe/probe-report.dto.js';
import type { Language } from '../language.js';
import type { PredictionReport } from './diagnosis.dto.js';
import type { Fact } from './fact.js';

/** What makes a server refuse a certificate that it has not seen yet, the surest first. */
const REASONS: readonly { fact: string; en: string; de: string }[] = [
  { fact: 'finding:client/expired', en: 'it has expired', de: 'es abgelaufen ist' },
  { fact: 'finding:client/not-yet-valid', en: 'it is not valid yet', de: 'es noch nicht gültig ist' },
  {
    fact: 'finding:client/client-auth-usage-missing',
    en: 'it does not allow client authentication',
    de: 'es Client-Authentifizierung nicht zulässt',
  },
  { fact: 'finding:client/digital-signature-usage-missing', en: 'its key may not sign', de: 'sein Schlüssel nicht signieren darf' },
  {
    fact: 'check:our-signature-is-wanted/failed',
    en: 'the server wants none of the signatures that its key can make',
    de: 'der Server keine der Signaturen verlangt, die sein Schlüssel leisten kann',
  },
  {
    fact: 'check:our-chain-is-sent-whole/failed',
    en: 'its intermediate certificate is missing in the chain',
    de: 'das Zwischenzertifikat in der Kette fehlt',
  },
  {
    fact: 'probe:issuer/not-named',
    en: 'its issuer is none of those that the server names',
    de: 'sein Aussteller keiner von denen ist, die der Server nennt',
  },
  {
    fact: 'probe:keyless/refused',
    en: 'the server refused its chain in the test without the key',
    de: 'der Server seine Kette im Test ohne Schlüssel abgelehnt hat',
  },
];

const WORDING = {
  en: {
    refused: (target: string, reasons: string) => `${target} will refuse this certificate, because ${reasons}.`,
    notAsked: (target: string) => `${target} does not ask for a certificate, so that this one will never be sent.`,
    nothing: (target: string) => `Nothing was seen for which ${target} would refuse this certificate.`,
    and: ', and because ',
  },
  de: {
    refused: (target: string, reasons: string) => `${target} wird dieses Zertifikat ablehnen, weil ${reasons}.`,
    notAsked: (target: string) => `${target} fragt nach keinem Zertifikat, sodass dieses nie gesendet wird.`,
    nothing: (target: string) => `Nichts war zu sehen, weshalb ${target} dieses Zertifikat ablehnen würde.`,
    and: ', und weil ',
  },
} as const;

/** Facts that say that a certificate would do, by what the server shows before it has seen one. */
const ASKED = ['probe:requested/required', 'probe:requested/optional', 'probe:issuer/named', 'probe:issuer/any'];

/**
 * Says what will become of a certificate at a server, before it was shown to it.
 * @param probe the look, without the certificate or with its chain only
 * @param facts all that was seen
 * @returns undefined where the certificate was sent, where there is none, or where the server did not get so far
 */
export function predictionOf(probe: ProbeReport | undefined, facts: readonly Fact[], language: Language): PredictionReport | undefined {
  if (!probe?.clientCertificate.presented) return undefined;
  const { sent, keyless } = probe.clientCertificate;
  if (sent && !keyless) return undefined;
  const seen = new Set(facts.map(({ id }) => id));
  const target = `${probe.target.host}:${probe.target.port}`;
  const say = WORDING[language];
  if (seen.has('probe:requested/no')) return { verdict: 'not-asked', says: say.notAsked(target), evidence: ['probe:requested/no'] };
  const asked = ASKED.filter((id) => seen.has(id));
  if (asked.length === 0) return undefined;
  const reasons = REASONS.filter(({ fact }) => seen.has(fact));
  return reasons.length > 0
    ? {
        verdict: 'refused',
        says: say.refused(target, reasons.map((reason) => reason[language]).join(say.and)),
        evidence: reasons.map(({ fact }) => fact),
      }
    : { verdict: 'nothing-against-it', says: say.nothing(target), evidence: asked };
}
