import { ARTICLE_WORDS, type ArticleWords } from '../../articles/words.js';
import type { Language } from '../../language.js';

/** The words that stand between the parts of a rendering. */
export interface Headings extends ArticleWords {
  verdicts: Readonly<Record<'identified' | 'likely' | 'uncertain' | 'no-match', string>>;
  path: string;
  stages: Readonly<Record<'client' | 'proxy' | 'server' | 'user-mapping', string>>;
  evidence: string;
  also: string;
  decide: string;
  answers: string;
  ignored: string;
  look: string;
  transcript: string;
  certificates: string;
  roles: Readonly<Record<'client' | 'server' | 'expected' | 'issuer', string>>;
  until: string;
  comparison: string;
  registered: string;
  used: string;
  singleLine: string;
}

export const HEADINGS: Readonly<Record<Language, Headings>> = {
  en: {
    ...ARTICLE_WORDS.en,
    verdicts: { identified: 'Identified', likely: 'Likely', uncertain: 'Uncertain', 'no-match': 'No match' },
    path: 'Path',
    stages: { client: 'client', proxy: 'proxy', server: 'server', 'user-mapping': 'user mapping' },
    evidence: 'Evidence',
    also: 'Also possible',
    decide: 'To decide',
    answers: 'Answers',
    ignored: 'Ignored',
    look: 'Look at',
    transcript: 'Transcript',
    certificates: 'Certificates',
    roles: { client: 'client', server: 'server', expected: 'registered', issuer: 'issuer' },
    until: 'valid until',
    comparison: 'Registered and used certificate compared',
    registered: 'registered',
    used: 'used',
    singleLine: 'The single line to register',
  },
  de: {
    ...ARTICLE_WORDS.de,
    verdicts: { identified: 'Gefunden', likely: 'Wahrscheinlich', uncertain: 'Offen', 'no-match': 'Kein Treffer' },
    path: 'Weg',
    stages: { client: 'Client', proxy: 'Proxy', server: 'Server', 'user-mapping': 'Benutzerzuordnung' },
    evidence: 'Hinweise',
    also: 'Auch möglich',
    decide: 'Zur Entscheidung',
    answers: 'Antworten',
    ignored: 'Nicht beachtet',
    look: 'Blick auf',
    transcript: 'Mitschrift',
    certificates: 'Zertifikate',
    roles: { client: 'Client', server: 'Server', expected: 'hinterlegt', issuer: 'Aussteller' },
    until: 'gültig bis',
    comparison: 'Hinterlegtes und verwendetes Zertifikat im Vergleich',
    registered: 'hinterlegt',
    used: 'verwendet',
    singleLine: 'Die einzelne Zeile zum Hinterlegen',
  },
};
