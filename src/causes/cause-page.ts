import type { Article, ArticleItem } from '../articles/article.js';
import { sourceItem, stepItem } from '../articles/parts.js';
import { ARTICLE_WORDS, type ArticleWords } from '../articles/words.js';
import type { Language } from '../language.js';
import { PRODUCTS } from '../registry/products.js';
import type { Cause, Sign } from './cause.dto.js';

/**
 * A cause as a page for a person: what is wrong, how one recognises it, what mends it in each product.
 * @param cause in the language of the page already
 */
export function causePage(cause: Cause, language: Language): Article {
  const words = ARTICLE_WORDS[language];
  const signs = cause.signs.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return {
    title: cause.title,
    sections: [
      { heading: words.explanation, text: cause.explanation },
      { heading: words.hop, text: words.hops[cause.hop] },
      { heading: words.signsFor, items: signs.filter(({ weight }) => weight > 0).map((sign) => signItem(sign, words)) },
      ...cause.remedies.map(({ product, appliesTo, steps }) => ({
        heading: `${words.remedy}: ${PRODUCTS[product].title}`,
        ...(appliesTo && { text: appliesTo }),
        items: steps.map((step) => stepItem(step, words)),
        ordered: true,
      })),
      { heading: words.mended, items: cause.verify.map((says) => ({ says })) },
      { heading: words.signsAgainst, items: signs.filter(({ weight }) => weight <= 0).map((sign) => signItem(sign, words)) },
      { heading: words.sources, items: cause.citations.map(sourceItem) },
    ],
  };
}

function signItem({ fact, all, any, weight, why }: Sign, words: ArticleWords): ArticleItem {
  const seen = fact ?? (all ? `${all.join(' + ')} (${words.together})` : `${(any ?? []).join(' | ')} (${words.oneOf})`);
  return { name: `${weight > 0 ? '+' : ''}${weight} dB`, says: why ? `${why} (${seen})` : seen };
}
