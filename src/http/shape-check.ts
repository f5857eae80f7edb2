import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, type ValidationArguments } from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';

export type Shape = new () => object;

/** Whether a value is of a shape. */
export type ShapeCheck = (value: unknown) => boolean;

type Rule = (value: unknown, object: object) => boolean;

interface PropertyCheck {
  name: string;
  /** Conditions under which the rules apply at all, such as `@IsOptional`. */
  conditions: readonly Rule[];
  rules: readonly Rule[];
}

const compiled = new Map<Shape, ShapeCheck>();

/**
 * Compiles the class-validator decorators of a class into a check that only says yes or no. It asks the same
 * constraints, without the instances, promises and messages on which class-validator spends its time;
 * after a no class-validator itself is asked and names the fault.
 * @param shape a class with class-validator decorators
 * @returns the check; unknown properties make it say no
 * @throws Error for a kind of decorator that it can't judge as class-validator does
 */
export function shapeCheckOf(shape: Shape): ShapeCheck {
  const known = compiled.get(shape);
  if (known) return known;
  const properties = propertiesOf(shape);
  const names = new Set(properties.map(({ name }) => name));
  const check: ShapeCheck = (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const key of Object.keys(value)) if (!names.has(key)) return false;
    for (const { name, conditions, rules } of properties) {
      const property = (value as Record<string, unknown>)[name];
      if (!conditions.every((applies) => applies(property, value))) continue;
      for (const holds of rules) if (!holds(property, value)) return false;
    }
    return true;
  };
  compiled.set(shape, check);
  return check;
}

/**
 * Whether class-transformer changes values of a shape (text to number, say), so that what is checked is not what arrives.
 * @param shape a class with class-validator decorators
 */
export function isConverted(shape: Shape): boolean {
  return [
    ...new Set(
      getMetadataStorage()
        .getTargetValidationMetadatas(shape, '', false, false)
        .map(({ propertyName }) => propertyName),
    ),
  ].some(
    (name) =>
      defaultMetadataStorage.findTypeMetadata(shape, name) !== undefined ||
      defaultMetadataStorage.findTransformMetadatas(shape, name, TransformationType.PLAIN_TO_CLASS).length > 0,
  );
}

function propertiesOf(shape: Shape): PropertyCheck[] {
  const properties = new Map<string, { name: string; conditions: Rule[]; rules: Rule[] }>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(shape, '', false, false)) {
    const { propertyName: name, type } = metadata;
    const property = properties.get(name) ?? { name, conditions: [], rules: [] };
    properties.set(name, property);
    if (type === 'conditionalValidation') property.conditions.push(conditionOf(metadata));
    else if (type === 'nestedValidation') property.rules.push(nestedRuleOf(shape, name));
    else if (type === 'customValidation') property.rules.push(...constraintRulesOf(shape, metadata));
    else throw new Error(`${shape.name}.${name}: a decorator of the kind "${type}" can't be compiled`);
  }
  return [...properties.values()];
}

function conditionOf({ constraints: [applies] }: ValidationMetadata): Rule {
  return (value, object) => (applies as (object: object, value: unknown) => boolean)(object, value);
}

/** The elements of a list, or the value itself, satisfy the class that `@Type` (or the declared type) names. */
function nestedRuleOf(shape: Shape, name: string): Rule {
  const declared = defaultMetadataStorage.findTypeMetadata(shape, name);
  const nested = declared?.typeFunction?.() ?? (Reflect.getMetadata('design:type', shape.prototype as object, name) as Shape);
  // Compiled at the first use, since shapes may contain one another.
  let check: ShapeCheck | undefined;
  return (value) => {
    check ??= shapeCheckOf(nested);
    return Array.isArray(value) ? value.every(check) : check(value);
  };
}

function constraintRulesOf(shape: Shape, metadata: ValidationMetadata): Rule[] {
  const { propertyName: property, constraints, each, name, validateIf } = metadata;
  return getMetadataStorage()
    .getTargetValidatorConstraints(metadata.constraintCls)
    .map(({ instance, async }): Rule => {
      if (async) throw new Error(`${shape.name}.${property}: an asynchronous constraint can't be compiled`);
      const holds = (value: unknown, object: object) => {
        // Counting characters costs two passes over the text; a text of no more code units has no more characters.
        if (name === 'maxLength' && typeof value === 'string' && value.length <= (constraints[0] as number)) return true;
        const given: ValidationArguments = { targetName: shape.name, property, object, value, constraints };
        return instance.validate(value, given) === true;
      };
      return (value, object) => {
        if (validateIf && !validateIf(object, value)) return true;
        return each && Array.isArray(value) ? value.every((element) => holds(element, object)) : holds(value, object);
      };
    });
}
