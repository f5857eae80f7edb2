import type { OpenAPIObject } from '@nestjs/swagger';
import type { Shape } from '../http/shape-check.js';

type Schema = Record<string, unknown>;

const COMPONENTS = '#/components/schemas/';

/**
 * The JSON Schema of a class, taken from the OpenAPI document that was generated from it.
 * @param document the committed document
 * @param shape a class of the API
 * @returns the schema, complete in itself: what it refers to stands under `$defs`
 * @throws Error when the document does not know the class
 */
export function schemaOf(document: OpenAPIObject, shape: Shape): Schema {
  const components = (document.components?.schemas ?? {}) as Record<string, Schema>;
  const root = components[shape.name];
  if (!root) throw new Error(`openapi.json has no schema "${shape.name}"; name the class in openapi.ts and build anew.`);
  const definitions: Record<string, Schema> = {};
  const local = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(local);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === '$ref' ? pointerTo(inner as string) : local(inner)]),
    );
  };
  const pointerTo = (reference: string): string => {
    const name = reference.slice(COMPONENTS.length);
    if (!(name in definitions)) {
      // Its place is taken before its parts are looked at, since shapes may contain one another.
      definitions[name] = {};
      definitions[name] = local(components[name]) as Schema;
    }
    return `#/$defs/${name}`;
  };
  const schema = local(root) as Schema;
  return Object.keys(definitions).length > 0 ? { ...schema, $defs: definitions } : schema;
}
