import type { Language } from '../language.js';
import type { DiagnosedCause, DiagnosisReport, PredictionReport, QuestionReport } from './diagnosis.dto.js';
import type { Fact } from './fact.js';
import { percent } from './percent.js';

/** How many open causes a summary names. */
const NAMED = 3;

/** What a look showed, by the fact that stands for it; the first that was seen is said. */
const SOUND: readonly { fact: string; en: string; de: string }[] = [
  {
    fact: 'probe:forbidden-by-policy',
    en: 'The target may not be looked at from here; a warning names the command for a place from where it can.',
    de: 'Das Ziel darf von hier nicht angesehen werden; eine Warnung nennt den Befehl für einen Ort, von dem aus es geht.',
  },
  {
    fact: 'probe:accepted/with-certificate',
    en: 'What was looked at is sound: the certificate was sent and accepted.',
    de: 'Was angesehen wurde, ist in Ordnung: Das Zertifikat wurde gesendet und angenommen.',
  },
  {
    fact: 'probe:accepted/without-certificate',
    en: 'What was looked at is sound: the server asks for a client certificate and serves without one too.',
    de: 'Was angesehen wurde, ist in Ordnung: Der Server fragt nach einem Clientzertifikat und bedient auch ohne eines.',
  },
  {
    fact: 'probe:not-asked/without-certificate',
    en: 'What was looked at is sound: the server asks for no client certificate.',
    de: 'Was angesehen wurde, ist in Ordnung: Der Server fragt nach keinem Clientzertifikat.',
  },
  {
    fact: 'probe:undecided',
    en: 'Nothing that was looked at is wrong, but the connection ended before the server could judge. Run what GET /probes/command gives, with the client certificate, and paste what it prints.',
    de: 'An dem, was angesehen wurde, ist nichts auszusetzen, doch endete die Verbindung, bevor der Server urteilen konnte. Führen Sie den Befehl von GET /probes/command mit dem Clientzertifikat aus und fügen Sie die Ausgabe ein.',
  },
  {
    fact: 'certificate:client/in-time',
    en: 'Nothing is wrong with the certificate that was given.',
    de: 'Am gegebenen Zertifikat ist nichts auszusetzen.',
  },
];

/** How the certificate in use and the registered one are related. */
const COMPARED: readonly { fact: string; en: string; de: string }[] = [
  {
    fact: 'comparison:unrelated',
    en: 'A different certificate is registered than the one in use.',
    de: 'Hinterlegt ist ein anderes Zertifikat als das verwendete.',
  },
  {
    fact: 'comparison:renewed-new-key',
    en: 'A different certificate is registered than the one in use: the same name, renewed with a new key.',
    de: 'Hinterlegt ist ein anderes Zertifikat als das verwendete: derselbe Name, erneuert mit neuem Schlüssel.',
  },
  {
    fact: 'comparison:renewed-same-key',
    en: 'A different certificate is registered than the one in use: renewed with the same key.',
    de: 'Hinterlegt ist ein anderes Zertifikat als das verwendete: erneuert mit demselben Schlüssel.',
  },
  {
    fact: 'comparison:same-subject-other-issuer',
    en: 'A different certificate is registered than the one in use: the same name from another authority.',
    de: 'Hinterlegt ist ein anderes Zertifikat als das verwendete: derselbe Name von einer anderen Stelle.',
  },
  {
    fact: 'comparison:chain-member',
    en: 'A different certificate is registered than the one in use: one is an issuer in the chain of the other.',
    de: 'Hinterlegt ist ein anderes Zertifikat als das verwendete: Eines ist Aussteller in der Kette des anderen.',
  },
  {
    fact: 'comparison:same-certificate-other-shape',
    en: 'The registered certificate is the one in use, in a damaged or another shape.',
    de: 'Hinterlegt ist das verwendete Zertifikat, beschädigt oder in anderer Form.',
  },
];

/** The wording of the summary, by language. */
const WORDING = {
  en: {
    nothing:
      'Nothing in this belongs to a certificate logon or to TLS as far as this service knows. Paste the exact error text, the log lines around it, or the HTTP response.',
    identified: (title: string) => `The cause is found: ${title}.`,
    likely: (title: string, share: string) => `Most likely (${share}): ${title}.`,
    uncertain: (titles: string) => `The evidence does not decide yet. In question are: ${titles}.`,
    begin: (action: string) => ` Begin with: ${action}`,
    ask: (question: string) => ` To decide, find out: ${question}`,
  },
  de: {
    nothing:
      'Nichts hierin gehört, soweit dieser Dienst weiß, zu einer Zertifikatsanmeldung oder zu TLS. Bitte den genauen Fehlertext, die Zeilen des Protokolls darum herum oder die HTTP-Antwort einfügen.',
    identified: (title: string) => `Die Ursache ist gefunden: ${title}.`,
    likely: (title: string, share: string) => `Am wahrscheinlichsten (${share}): ${title}.`,
    uncertain: (titles: string) => `Die Hinweise entscheiden noch nicht. In Frage kommen: ${titles}.`,
    begin: (action: string) => ` Beginnen mit: ${action}`,
    ask: (question: string) => ` Zur Entscheidung klären: ${question}`,
  },
} as const;

/** What a summary sums up. */
interface Summed {
  verdict: DiagnosisReport['verdict'];
  causes: readonly DiagnosedCause[];
  questions: readonly QuestionReport[];
  facts: readonly Fact[];
  prediction: PredictionReport | undefined;
}

/** A few sentences for a person: what will happen, what it is, and what to do or to find out next. */
export function summaryOf({ prediction, ...summed }: Summed, language: Language): string {
  const compared = COMPARED.find(({ fact }) => summed.facts.some(({ id }) => id === fact))?.[language];
  return [prediction?.says, compared, sumOf(summed, language)].filter((sentence) => sentence !== undefined).join(' ');
}

function sumOf({ verdict, causes, questions, facts }: Omit<Summed, 'prediction'>, language: Language): string {
  const say = WORDING[language];
  const [first] = causes;
  const [question] = questions;
  if (verdict === 'no-match' || !first) {
    const seen = new Set(facts.map(({ id }) => id));
    return SOUND.find(({ fact }) => seen.has(fact))?.[language] ?? say.nothing;
  }
  const begin = first.steps[0] ? say.begin(first.steps[0].action) : '';
  const ask = question ? say.ask(question.ask) : begin;
  if (verdict === 'identified') return say.identified(first.title) + begin;
  if (verdict === 'likely') return say.likely(first.title, percent(first.probability)) + ask;
  return (
    say.uncertain(
      causes
        .slice(0, NAMED)
        .map(({ title, probability }) => `${title} (${percent(probability)})`)
        .join('; '),
    ) + ask
  );
}
