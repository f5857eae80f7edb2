import { mostSpecificFirst, PRODUCT_IDS, PRODUCTS, type ProductId } from '../registry/products.js';
import type { ConnectionFacts } from './connection-look.js';
import type { DiagnoseRequest, GivenHttp } from './diagnosis.dto.js';
import type { Fact } from './fact.js';
import { factsOfAnswer } from './look-facts.js';
import { answerFact } from './next-question.js';
import type { Question } from './question.dto.js';
import type { TextReader } from './read-text.js';
import { readTold } from './read-told.js';

export interface Gathered {
  /** Each fact once. */
  facts: Fact[];
  /** The products at hand, the most certain first. */
  products: ProductId[];
  warnings: string[];
}

const DIRECTIONS = ['inbound', 'outbound'];

/**
 * Turns a request into facts.
 * @param request validated
 * @param reader reads the texts in it
 * @param questions what `answers` may answer
 * @param now milliseconds since 1970
 * @param told the connection that a transcript of the request tells, and the part of the text in which it does
 */
export function gatherFacts(
  request: DiagnoseRequest,
  reader: TextReader,
  questions: readonly Question[],
  now: number,
  { transcript, part }: Pick<ConnectionFacts, 'transcript' | 'part'> = {},
): Gathered {
  const warnings: string[] = [];
  const facts = [
    ...hints(request, warnings),
    ...answered(request.answers ?? {}, questions, warnings),
    ...(request.http ? factsOfAnswer(request.http) : []),
    ...(request.text ? readTold(request.text, 'text', reader, request.transcript ? undefined : part, transcript, now) : []),
    ...(request.http ? reader.read(wordsOf(request.http), 'http', now) : []),
    ...(request.transcript
      ? readTold(request.transcript, 'transcript', reader, part, transcript, now).filter(({ error }) => error || !transcript)
      : []),
    ...(request.certificates?.length
      ? [{ id: 'text:certificate', source: 'certificate' as const, says: `${request.certificates.length} certificate(s) were given` }]
      : []),
  ];
  const seen = new Set<string>();
  const once = facts.filter(({ id }) => !seen.has(id) && seen.add(id));
  return { facts: once, products: productsOf(once), warnings };
}

/** Body and header fields of an answer in one text; messages stand in either. */
const wordsOf = ({ body = '', headers = {} }: GivenHttp): string =>
  [body, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\n');

function hints({ product, direction }: DiagnoseRequest, warnings: string[]): Fact[] {
  const facts: Fact[] = [];
  const known = PRODUCT_IDS.find((id) => id === product?.toLowerCase());
  if (known) facts.push({ id: `product:${known}`, source: 'hint', says: PRODUCTS[known].title });
  else if (product) warnings.push(`The product "${product}" is unknown and was ignored; known are ${PRODUCT_IDS.join(', ')}.`);
  if (direction && DIRECTIONS.includes(direction))
    facts.push({ id: `direction:${direction}`, source: 'hint', says: `The connection is ${direction}, seen from SAP` });
  else if (direction) warnings.push(`The direction "${direction}" is unknown and was ignored; known are inbound and outbound.`);
  return facts;
}

function answered(answers: Readonly<Record<string, string>>, questions: readonly Question[], warnings: string[]): Fact[] {
  return Object.entries(answers).flatMap(([questionId, answerId]): Fact[] => {
    const question = questions.find(({ id }) => id === questionId);
    const answer = question?.answers.find(({ id }) => id === answerId);
    if (!question || !answer) {
      const known = question ? `its answers are ${question.answers.map(({ id }) => id).join(', ')}` : 'there is no such question';
      warnings.push(`The answer "${answerId}" to "${questionId}" was ignored: ${known}.`);
      return [];
    }
    const says = `${question.ask} ${answer.label}`;
    const de = `${question.de?.ask ?? question.ask} ${answer.de ?? answer.label}`;
    return [answerFact(questionId, answerId), ...answer.facts].map((id) => ({ id, source: 'answer', says, de }));
  });
}

/** What was said outright comes first, then what the text names, then what the messages belong to; of these two, what others run on last. */
function productsOf(facts: readonly Fact[]): ProductId[] {
  const products = facts.filter(({ id }) => id.startsWith('product:'));
  const idsOf = (some: readonly Fact[]) => some.map(({ id }) => id.slice('product:'.length) as ProductId);
  const said = idsOf(products.filter(({ source }) => source === 'hint'));
  const named = idsOf(products.filter(({ source }) => source !== 'hint'));
  const ofErrors = facts.flatMap(({ error, understood }) => (error && !understood ? error.product : []));
  return [...new Set([...said, ...mostSpecificFirst([...named, ...ofErrors])])];
}
