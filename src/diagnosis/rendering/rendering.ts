import { CONTENT_TYPES, type Rendering } from '../../http/renderings.js';
import type { Language } from '../../language.js';
import type { DiagnosisReport } from '../diagnosis.dto.js';
import { adaptiveCard } from './adaptive-card.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { plainText } from './plain-text.js';
import { slackMessage } from './slack.js';

const RENDERERS: Readonly<Record<Rendering, (report: DiagnosisReport, language: Language) => string | Buffer>> = {
  json,
  markdown,
  text: plainText,
  slack: (report, language) => JSON.stringify(slackMessage(report, language)),
  'adaptive-card': (report, language) => JSON.stringify(adaptiveCard(report, language)),
};

/** Writes a report in the form and language that are wanted; bytes are UTF-8. */
export function render(report: DiagnosisReport, rendering: Rendering, language: Language): { contentType: string; body: string | Buffer } {
  return { contentType: CONTENT_TYPES[rendering], body: RENDERERS[rendering](report, language) };
}
