import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { parse } from 'yaml';

/** A document that is not what it should be: one sentence for each fault. */
export class DocumentFaults extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('; '));
  }
}

/**
 * Reads a file that an author or operator wrote.
 * @param shape the class that it must satisfy (class-validator decorators); unknown fields are faults
 * @param text YAML, of which JSON is a part
 * @param expected what to say where it is no map
 * @returns the plain values
 * @throws DocumentFaults
 */
export function readDocument<T extends object>(shape: ClassConstructor<T>, text: string, expected: string): T {
  let plain: unknown;
  try {
    plain = parse(text);
  } catch (error) {
    throw new DocumentFaults([`not valid YAML: ${(error as Error).message}`]);
  }
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) throw new DocumentFaults([expected]);
  const faults = contradictions(
    validateSync(plainToInstance(shape, plain), { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false }),
  );
  if (faults.length > 0) throw new DocumentFaults(faults);
  return plain as T;
}

/**
 * What is wrong, one sentence a field.
 * @param errors what class-validator found
 * @returns for example `citations: must contain at least 1 elements`
 */
function contradictions(errors: readonly ValidationError[], above = ''): string[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const at = above ? `${above}.${property}` : property;
    return [...Object.values(constraints).map((says) => `${at}: ${says.replace(`${property} `, '')}`), ...contradictions(children, at)];
  });
}
