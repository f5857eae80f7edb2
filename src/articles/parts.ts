import type { Citation } from '../registry/citation.dto.js';
import type { Step } from '../registry/step.dto.js';
import type { ArticleItem } from './article.js';
import type { ArticleWords } from './words.js';

/** @returns a step with its place, its role and what it can hurt, each under its label */
export const stepItem = ({ action, where, who, risk }: Step, words: ArticleWords): ArticleItem => ({
  says: action,
  more: [[words.where, where], [words.who, who], ...(risk ? [[words.risk, risk] as const] : [])],
});

/** @returns the source with its address, where it has one */
export const sourceItem = ({ title, url }: Citation): ArticleItem => ({ says: title, ...(url && { url }) });
