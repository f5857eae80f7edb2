/** The forms in which something is written for whoever asks, and their media types. */
export const CONTENT_TYPES = {
  json: 'application/json; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  slack: 'application/json; charset=utf-8',
  'adaptive-card': 'application/vnd.microsoft.card.adaptive+json; charset=utf-8',
} as const;

export type Rendering = keyof typeof CONTENT_TYPES;

/** The media types that Accept may name for a rendering. */
const BY_MEDIA_TYPE: Readonly<Record<string, Rendering>> = {
  'application/json': 'json',
  'text/markdown': 'markdown',
  'text/plain': 'text',
  'application/vnd.microsoft.card.adaptive': 'adaptive-card',
};

/**
 * The form in which a reply is wanted: `?format=`, else the first media type of Accept that is offered, else JSON.
 * @param format the query parameter
 * @param accept the header (RFC 9110, section 12.5.1)
 * @param offered the forms there are
 */
export function renderingFor<R extends Rendering>(format: R | undefined, accept: string | undefined, offered: readonly R[]): R | 'json' {
  if (format) return format;
  for (const range of (accept ?? '').slice(0, 500).split(',')) {
    const rendering = BY_MEDIA_TYPE[range.split(';', 1)[0]?.trim().toLowerCase() ?? ''];
    const found = offered.find((one) => one === rendering);
    if (found) return found;
  }
  return 'json';
}
