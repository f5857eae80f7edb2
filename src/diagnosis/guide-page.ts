import type { Article } from '../articles/article.js';
import { sourceItem, stepItem } from '../articles/parts.js';
import { ARTICLE_WORDS } from '../articles/words.js';
import type { Language } from '../language.js';
import { PRODUCTS } from '../registry/products.js';
import type { Guide } from './guide.dto.js';

/**
 * A guide as a page for a person, from what is needed first to what goes wrong most often.
 * @param guide in the language of the page already
 */
export function guidePage(guide: Guide, language: Language): Article {
  const words = ARTICLE_WORDS[language];
  const lines = (texts: readonly string[]) => texts.map((says) => ({ says }));
  return {
    title: guide.title,
    sections: [
      { heading: words.product, text: guide.products.map((product) => PRODUCTS[product].title).join(', ') },
      { heading: words.summary, text: guide.summary },
      { heading: words.prerequisites, items: lines(guide.prerequisites) },
      {
        heading: words.steps,
        items: guide.steps.map((step) => {
          const { more = [], ...item } = stepItem(step, words);
          return { ...item, more: [...more, [words.expect, step.expect], ...(step.check ? [[words.check, step.check] as const] : [])] };
        }),
        ordered: true,
      },
      { heading: words.rotation, items: lines(guide.rotation) },
      { heading: words.pitfalls, items: lines(guide.pitfalls) },
      {
        heading: words.sources,
        items: [...guide.citations.map(sourceItem), { name: `${words.confidence}:`, says: words.grades[guide.confidence] }],
      },
    ],
  };
}
