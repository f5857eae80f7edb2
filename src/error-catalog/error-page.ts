import type { Article, ArticleItem } from '../articles/article.js';
import { sourceItem, stepItem } from '../articles/parts.js';
import { ARTICLE_WORDS, type ArticleWords } from '../articles/words.js';
import type { Language } from '../language.js';
import { PRODUCTS } from '../registry/products.js';
import type { ArticleCause, ErrorArticle } from './error-catalog.dto.js';

/**
 * An error as a page for a person: what it says, what it means, why, what to do, how to see that it is mended.
 * @param error in the language of the page already
 */
export function errorPage(error: ErrorArticle, language: Language): Article {
  const words = ARTICLE_WORDS[language];
  const { id, title, kind, texts, aliases, product, component, appliesTo, seenIn, meaning, causes, confidence } = error;
  return {
    title: `${id}: ${title}`,
    sections: [
      // The text of a condition describes it; nobody prints it.
      { heading: words.message, verbatim: kind === 'condition' ? [] : [texts.en, ...(texts.de ? [texts.de] : [])] },
      { heading: words.alsoCalled, verbatim: aliases },
      { heading: words.meaning, text: meaning },
      { heading: words.causes, items: causes.filter(({ weight }) => weight > 0).map((cause) => causeItem(cause, words)), ordered: true },
      { heading: words.steps, items: error.steps.map((step) => stepItem(step, words)), ordered: true },
      { heading: words.mended, items: error.verify.map((says) => ({ says })) },
      { heading: words.against, items: causes.filter(({ weight }) => weight <= 0).map((cause) => causeItem(cause, words)) },
      {
        heading: words.inProducts,
        items: (error.inProducts ?? []).map(({ product: other, differs }) => ({ name: `${PRODUCTS[other].title}:`, says: differs })),
      },
      {
        heading: words.seenIn,
        items: [
          ...seenIn.map((says) => ({ says })),
          { name: `${words.product}:`, says: PRODUCTS[product].title },
          ...(component ? [{ name: `${words.component}:`, says: component }] : []),
          ...(appliesTo ? [{ name: `${words.releases}:`, says: appliesTo.join('; ') }] : []),
        ],
      },
      { heading: words.related, items: error.neighbours.map((other) => ({ name: `${other.id}:`, says: other.title })) },
      {
        heading: words.sources,
        items: [...error.citations.map(sourceItem), { name: `${words.confidence}:`, says: words.grades[confidence] }],
      },
    ],
  };
}

function causeItem({ title, weight, conclusive, why, decidedBy }: ArticleCause, words: ArticleWords): ArticleItem {
  const strength = `${weight > 0 ? '+' : ''}${weight} dB${conclusive ? `, ${words.proves}` : ''}`;
  return { name: `${title} (${strength}).`, says: why, ...(decidedBy && { more: [[words.decidedBy, decidedBy]] }) };
}
