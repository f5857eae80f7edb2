import { HttpException, Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { FieldProblem } from './problem.dto.js';
import { refused } from './refused.js';
import { isConverted, shapeCheckOf, type Shape, type ShapeCheck } from './shape-check.js';

/** A body nested deeper than this is of no shape that we have. */
const DEEPEST = 32;

/** class-validator takes its time with every value, so a wrong body with more of them is refused as a whole. */
const MOST_VALUES = 20_000;

/** How many wrong fields one reply names. */
const MOST_PROBLEMS = 50;

/** Refuses what is not of the shape that the handler declares, and says which field is wrong. */
@Injectable()
export class ShapePipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (!isShape(metatype) || (type !== 'body' && type !== 'query')) return value;
    if (type === 'query') return queryCheckOf(metatype)(value) ? value : this.validated(metatype, value, '?');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw refusal([{ pointer: '', detail: 'The body must be a JSON object.' }]);
    }
    return shapeCheckOf(metatype)(value) ? value : this.validated(metatype, value, '/');
  }

  private validated(shape: Shape, value: unknown, separator: '?' | '/'): object {
    const excess = excessOf(value);
    if (excess) throw refusal([{ pointer: '', detail: excess }]);
    const instance: object = plainToInstance(shape, value);
    const problems = problemsOf(validateSync(instance, { whitelist: true, forbidNonWhitelisted: true }), separator);
    if (problems.length > 0) throw refusal(problems);
    return instance;
  }
}

/**
 * A refusal that names fields.
 * @param problems at least one
 * @returns the exception to throw: 400 VALIDATION_FAILED
 */
export function refusal(problems: readonly FieldProblem[]): HttpException {
  const fields = problems.map(({ pointer }) => pointer || 'the body').join(', ');
  const detail = `The request is not of the expected shape: ${fields.slice(0, 300)}. Each is explained in "errors".`;
  return refused('VALIDATION_FAILED', detail, { errors: problems.slice(0, MOST_PROBLEMS) });
}

const queryChecks = new Map<Shape, ShapeCheck>();

/** A query is text; where a shape has no numbers in it, it is checked as it arrives. */
function queryCheckOf(shape: Shape): ShapeCheck {
  let check = queryChecks.get(shape);
  if (!check) queryChecks.set(shape, (check = isConverted(shape) ? () => false : shapeCheckOf(shape)));
  return check;
}

const isShape = (metatype: unknown): metatype is Shape =>
  typeof metatype === 'function' && ![String, Number, Boolean, Array, Object].includes(metatype as never);

function problemsOf(errors: readonly ValidationError[], above: string): FieldProblem[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const pointer = above + property.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100);
    const says = Object.entries(constraints).map(([kind, text]) =>
      kind === 'whitelistValidation' ? 'is not a known field; take it out or correct its name' : text.replace(`${property} `, ''),
    );
    return [...(says.length > 0 ? [{ pointer, detail: `${says.join('; ')}.` }] : []), ...problemsOf(children ?? [], `${pointer}/`)];
  });
}

/**
 * What makes a body too large to be looked at field by field, undefined where nothing does. Walks without recursion,
 * since the input may be nested as deep as it likes.
 */
function excessOf(body: unknown): string | undefined {
  let level: unknown[] = [body];
  let seen = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return `The body is nested deeper than ${DEEPEST} levels.`;
    seen += level.length;
    if (seen > MOST_VALUES) return `The body holds more than ${MOST_VALUES} values, and something in it is not of the expected shape.`;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return undefined;
}
