import { told, type Article, type ArticleItem, type ArticleSection } from './article.js';
import { escaped, link, oneLine } from './markup.js';

/**
 * An article as Markdown (CommonMark).
 * @returns text for a ticket, a wiki or a chat; whatever stands in an entry is escaped, so that only the article's own markup counts
 */
export function articleMarkdown(article: Article): string {
  return `${[`# ${line(article.title)}`, ...told(article).map(section)].join('\n\n')}\n`;
}

function section({ heading, text, verbatim = [], items = [], ordered = false }: ArticleSection): string {
  return [
    `## ${line(heading)}`,
    ...(text ? [block(text)] : []),
    ...(verbatim.length > 0 ? [verbatim.map((one) => `    ${oneLine(one)}`).join('\n')] : []),
    ...(items.length > 0 ? [items.map((one, index) => item(one, ordered ? `${index + 1}. ` : '- ')).join('\n')] : []),
  ].join('\n\n');
}

function item({ name, says, url, more = [] }: ArticleItem, bullet: string): string {
  const indent = ' '.repeat(bullet.length);
  const said = url ? link(oneLine(says), url) : block(says);
  const first = name ? `**${line(name)}**${says ? ` ${said}` : ''}` : said;
  return [`${bullet}${first}`, ...more.map(([label, of]) => `${indent}- ${escaped(label)}: ${line(of)}`)].join('\n');
}

const line = (text: string) => escaped(oneLine(text));

/** Where a line begins, these would open a list or underline a heading. */
const block = (text: string) =>
  line(text)
    .replace(/^(\d{1,9})([.)])/, String.raw`$1\$2`)
    .replace(/^[-+=]/, String.raw`\$&`);
