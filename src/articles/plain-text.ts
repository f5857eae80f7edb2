import { told, type Article } from './article.js';
import { oneLine } from './markup.js';

/** An article as plain text, for a ticket field or a terminal. */
export function articleText(article: Article): string {
  const lines = [oneLine(article.title)];
  for (const { heading, text, verbatim = [], items = [], ordered } of told(article)) {
    lines.push('', `${heading}:`);
    if (text) lines.push(`   ${oneLine(text)}`);
    for (const one of verbatim) lines.push(`   ${oneLine(one)}`);
    items.forEach(({ name, says, url, more = [] }, index) => {
      const said = [name, says, url && `<${url}>`].filter(Boolean).map((part) => oneLine(String(part)));
      lines.push(`   ${ordered ? `${index + 1}. ` : '- '}${said.join(' ')}`);
      for (const [label, of] of more) lines.push(`      ${label}: ${oneLine(of)}`);
    });
  }
  return `${lines.join('\n')}\n`;
}
