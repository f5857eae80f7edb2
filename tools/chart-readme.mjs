// Writes the table of values in helm/README.md from the comments of helm/values.yaml. node tools/chart-readme.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument, visit } from 'yaml';

const chart = join(import.meta.dirname, '..', 'helm');
const [BEGIN, END] = ['<!-- values: made by tools/chart-readme.mjs -->', '<!-- end of values -->'];

/** @returns {{ path: string, value: string, says: string }[]} every value that is explained, and every leaf that is not (says is empty) */
export function explainedValues(text = readFileSync(join(chart, 'values.yaml'), 'utf8')) {
  const rows = [];
  visit(parseDocument(text), {
    Pair(_, pair, path) {
      const above = path.filter((node) => 'key' in node).map((node) => node.key.value);
      const comment = pair.key.commentBefore ?? (path.at(-1)?.items?.[0] === pair ? path.at(-1).commentBefore : undefined);
      const says = /^#\s*(.+)$/m.exec(comment ?? '')?.[1];
      const name = [...above, pair.key.value].join('.');
      if (says) rows.push({ path: name, value: JSON.stringify(pair.value.toJSON()), says });
      if (says || !pair.value.items || pair.value.items.length === 0 || !('key' in pair.value.items[0])) {
        if (!says) rows.push({ path: name, value: JSON.stringify(pair.value.toJSON()), says: '' });
        return visit.SKIP;
      }
      return undefined;
    },
  });
  return rows;
}

/** @returns {string} the README as it should be */
export function readmeWithValues(readme = readFileSync(join(chart, 'README.md'), 'utf8')) {
  const cell = (text) => text.replaceAll('|', String.raw`\|`);
  const table = explainedValues().map(({ path, value, says }) => `| \`${path}\` | ${cell(says)} | \`${cell(value)}\` |`);
  const [before] = readme.split(BEGIN);
  const [, after] = readme.split(END);
  return `${before}${BEGIN}\n| value | what it is | default |\n| --- | --- | --- |\n${table.join('\n')}\n${END}${after}`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(chart, 'README.md'), readmeWithValues());
