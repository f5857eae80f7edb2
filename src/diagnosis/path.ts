import type { Language } from '../language.js';
import { PATH, type DiagnosedCause, type DiagnosisReport, type PathReport } from './diagnosis.dto.js';
import type { Fact } from './fact.js';
import { PATH_RULES, type PathRule } from './path-rules.js';

const WORDING = {
  en: {
    breaks: 'The chain of proof breaks here.',
    unknown: 'Nothing was seen of it.',
    byCauses: (titles: string) => `What was said points here: ${titles}.`,
    suspected: (titles: string) => `In question: ${titles}.`,
  },
  de: {
    breaks: 'Hier reißt die Beweiskette.',
    unknown: 'Davon war nichts zu sehen.',
    byCauses: (titles: string) => `Das Gesagte weist hierher: ${titles}.`,
    suspected: (titles: string) => `In Frage: ${titles}.`,
  },
} as const;

/**
 * What is known of each stage (client, proxy or load balancer, server, user mapping), and where the chain of proof breaks: at the first stage of
 * which something seen proves that it fails, else, where the words decide, at the stage of their cause.
 * @param facts all that was seen
 * @param causes those of the reply, the most probable first
 */
export function pathOf(
  facts: readonly Fact[],
  causes: readonly DiagnosedCause[],
  verdict: DiagnosisReport['verdict'],
  language: Language,
): PathReport[] {
  const seen = new Set(facts.map(({ id }) => id));
  const rules = PATH_RULES.filter(({ when }) => when.every((id) => seen.has(id)));
  const broken = rules.find(({ proof }) => proof === 'breaks')?.hop ?? hopOfCause(causes, verdict);
  return PATH.map(([hop, hopOfCauses]) => {
    const known = rules.filter((rule) => rule.hop === hop);
    const here = causes.filter((cause) => cause.hop === hopOfCauses && cause.evidence.some(({ weight }) => weight > 0));
    return stage(hop, hop === broken, known, here, language);
  });
}

/** Only where the words decide do they say where it breaks. */
function hopOfCause([first]: readonly DiagnosedCause[], verdict: DiagnosisReport['verdict']): PathReport['hop'] | undefined {
  if (verdict !== 'identified' && verdict !== 'likely') return undefined;
  return PATH.find(([, hop]) => hop === first?.hop)?.[0];
}

function stage(
  hop: PathReport['hop'],
  broken: boolean,
  known: readonly PathRule[],
  causes: readonly DiagnosedCause[],
  language: Language,
): PathReport {
  const say = WORDING[language];
  const breaking = known.filter(({ proof }) => proof === 'breaks');
  const holding = known.filter(({ proof }) => proof === 'holds');
  // What holds is beside the point where something else of the stage fails.
  const telling = breaking.length > 0 ? breaking : holding.length > 0 ? holding : known;
  const titles = causes.map(({ title }) => title).join('; ');
  const bySuspicion = broken ? breaking.length === 0 : known.length === 0;
  const says = [
    ...(broken ? [say.breaks] : []),
    ...telling.map((rule) => rule[language]),
    ...(bySuspicion && causes.length > 0 ? [broken ? say.byCauses(titles) : say.suspected(titles)] : []),
  ];
  const evidence = [
    ...telling.flatMap(({ when }) => when),
    ...(bySuspicion ? causes.flatMap((cause) => cause.evidence.filter(({ weight }) => weight > 0).map(({ fact }) => fact)) : []),
  ];
  const proof = broken ? 'breaks' : breaking.length === 0 && holding.length > 0 ? 'holds' : 'unknown';
  return { hop, proof, says: says.join(' ') || say.unknown, evidence: [...new Set(evidence)] };
}
