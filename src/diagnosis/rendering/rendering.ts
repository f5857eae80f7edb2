import type { Language } from '../../language.js';
import type { DiagnosisReport, Rendering } from '../diagnosis.dto.js';
import { adaptiveCard } from './adaptive-card.js';
import { json } from './json.js';
import { markdown } from './markdown.js';
import { plainText } from './plain-text.js';
import { slackMessage } from './slack.js';

/** The media types that Accept may name for a rendering. */
const BY_MEDIA_TYPE: Readonly<Record<string, Rendering>> = {
  'application/json': 'json',
  'text/markdown': 'markdown',
  'text/plain': 'text',
  'application/vnd.microsoft.card.adaptive': 'adaptive-card',
};

const RENDERERS: Readonly<
  Record<Rendering, { contentType: string; write: (report: DiagnosisReport, language: Language) => string | Buffer }>
> = {
  json: { contentType: 'application/json; charset=utf-8', write: json },
  markdown: { contentType: 'text/markdown; charset=utf-8', write: markdown },
  text: { contentType: 'text/plain; charset=utf-8', write: plainText },
  slack: { contentType: 'application/json; charset=utf-8', write: (report, language) => JSON.stringify(slackMessage(report, language)) },
  'adaptive-card': {
    contentType: 'application/vnd.microsoft.card.adaptive+json; charset=utf-8',
    write: (report, language) => JSON.stringify(adaptiveCard(report, language)),
  },
};

/**
 * The form in which a report is wanted: `?format=`, else the first media type of Accept that we can write, else JSON.
 * @param format the query parameter
 * @param accept the header (RFC 9110, section 12.5.1)
 */
export function renderingFor(format: Rendering | undefined, accept: string | undefined): Rendering {
  if (format) return format;
  for (const range of (accept ?? '').slice(0, 500).split(',')) {
    const rendering = BY_MEDIA_TYPE[range.split(';', 1)[0]?.trim().toLowerCase() ?? ''];
    if (rendering) return rendering;
  }
  return 'json';
}

/** Writes a report in the form and language that are wanted; bytes are UTF-8. */
export function render(report: DiagnosisReport, rendering: Rendering, language: Language): { contentType: string; body: string | Buffer } {
  const { contentType, write } = RENDERERS[rendering];
  return { contentType, body: write(report, language) };
}
