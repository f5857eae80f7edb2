import type { Language } from '../language.js';

/** The words that stand between the parts of an article, and of a diagnosis. */
export interface ArticleWords {
  message: string;
  meaning: string;
  seenIn: string;
  product: string;
  component: string;
  releases: string;
  alsoCalled: string;
  causes: string;
  against: string;
  proves: string;
  decidedBy: string;
  steps: string;
  step: string;
  where: string;
  who: string;
  risk: string;
  mended: string;
  inProducts: string;
  related: string;
  confidence: string;
  grades: Readonly<Record<'high' | 'medium' | 'low', string>>;
  sources: string;
  explanation: string;
  hop: string;
  hops: Readonly<Record<'client' | 'path' | 'server' | 'identity', string>>;
  signsFor: string;
  signsAgainst: string;
  together: string;
  oneOf: string;
  remedy: string;
  summary: string;
  prerequisites: string;
  expect: string;
  check: string;
  rotation: string;
  pitfalls: string;
  guides: string;
}

export const ARTICLE_WORDS: Readonly<Record<Language, ArticleWords>> = {
  en: {
    message: 'Message',
    meaning: 'What it means',
    seenIn: 'Where it is seen',
    product: 'Product',
    component: 'Component',
    releases: 'Releases',
    alsoCalled: 'Also written',
    causes: 'Causes, the most probable first',
    against: 'What it is not',
    proves: 'proves it',
    decidedBy: 'Decided by',
    steps: 'Steps',
    step: 'Step',
    where: 'Where',
    who: 'Who',
    risk: 'Risk',
    mended: 'Mended when',
    inProducts: 'What differs in other products',
    related: 'Related',
    confidence: 'Confidence',
    grades: { high: 'high', medium: 'medium', low: 'low' },
    sources: 'Sources',
    explanation: 'What is wrong',
    hop: 'Where something has to be changed',
    hops: { client: 'at the client', path: 'on the way', server: 'at the server', identity: 'at the user and its mapping' },
    signsFor: 'What speaks for it',
    signsAgainst: 'What speaks against it',
    together: 'together',
    oneOf: 'one of these',
    remedy: 'Remedy',
    summary: 'What it sets up',
    prerequisites: 'Before you begin',
    expect: 'Afterwards',
    check: 'Proved by',
    rotation: 'When certificates are renewed',
    pitfalls: 'What goes wrong most often',
    guides: 'Guides',
  },
  de: {
    message: 'Meldung',
    meaning: 'Was sie bedeutet',
    seenIn: 'Wo sie zu sehen ist',
    product: 'Produkt',
    component: 'Komponente',
    releases: 'Releases',
    alsoCalled: 'Andere Schreibweisen',
    causes: 'Ursachen, die wahrscheinlichste zuerst',
    against: 'Was es nicht ist',
    proves: 'beweist sie',
    decidedBy: 'Entscheidet',
    steps: 'Schritte',
    step: 'Schritt',
    where: 'Wo',
    who: 'Wer',
    risk: 'Risiko',
    mended: 'Behoben, wenn',
    inProducts: 'Was in anderen Produkten anders ist',
    related: 'Verwandt',
    confidence: 'Verlässlichkeit',
    grades: { high: 'hoch', medium: 'mittel', low: 'gering' },
    sources: 'Quellen',
    explanation: 'Was falsch ist',
    hop: 'Wo etwas zu ändern ist',
    hops: { client: 'beim Client', path: 'auf dem Weg', server: 'beim Server', identity: 'beim Benutzer und seiner Zuordnung' },
    signsFor: 'Was dafür spricht',
    signsAgainst: 'Was dagegen spricht',
    together: 'zusammen',
    oneOf: 'eines davon',
    remedy: 'Abhilfe',
    summary: 'Was eingerichtet wird',
    prerequisites: 'Voraussetzungen',
    expect: 'Danach',
    check: 'Nachweis',
    rotation: 'Wenn Zertifikate erneuert werden',
    pitfalls: 'Was am häufigsten schiefgeht',
    guides: 'Anleitungen',
  },
};
