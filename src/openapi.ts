import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from './config.js';
import { createApp } from './create-app.js';
import { PLAIN_TEXT_MARK } from './http/accepts-text.js';
import { documentUpload } from './http/document-uploads.js';
import type { ProblemCode } from './http/problem-codes.js';
import { documentedRefusals } from './http/refused.js';
import { DiagnoseArguments, ExplainErrorArguments, GetGuideArguments, TicketArguments } from './mcp/tool-arguments.dto.js';
import { MODULES_FOLDER } from './registry/load-entries.js';

/** What every operation may answer, and what those with a body or a query may answer besides. */
const ALWAYS: readonly ProblemCode[] = ['MALFORMED_HTTP', 'INTERNAL_ERROR'];
const WITH_QUERY: readonly ProblemCode[] = ['VALIDATION_FAILED'];
const WITH_BODY: readonly ProblemCode[] = [
  'MALFORMED_JSON',
  'MALFORMED_UTF8',
  'FORBIDDEN_KEY',
  'VALIDATION_FAILED',
  'BODY_TOO_LARGE',
  'MEDIA_TYPE_NOT_SUPPORTED',
];

type Schema = Record<string, unknown> & { type?: string; properties?: Record<string, Schema> };
interface Operation {
  parameters?: { in: string; name: string; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema: object; examples?: Record<string, { summary: string; value: { text: string } }> }> };
  [PLAIN_TEXT_MARK]?: true;
  responses: Record<string, unknown>;
}

/**
 * Describes the built service; nothing is started and no port opened.
 * @returns the OpenAPI 3.1 document
 */
export async function describe(): Promise<OpenAPIObject> {
  const app = await createApp(readConfig({}), { logger: false, preview: true });
  const { version, description } = JSON.parse(readFileSync(join(MODULES_FOLDER, '..', 'package.json'), 'utf8')) as {
    version: string;
    description: string;
  };
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('mtls-doctor')
    .setDescription(`${description}.`)
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'x-api-key',
        description: 'A key that the operator has given out. Not needed where access is open.',
      },
      'apiKey',
    )
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'A token of the OpenID Connect issuer that the operator has named.',
      },
      'bearer',
    )
    .addSecurity('clientCertificate', { type: 'mutualTLS', description: 'A client certificate that the operator has listed.' } as never)
    .addServer('/', 'Where this document was served');
  const document = SwaggerModule.createDocument(app, builder.build(), {
    // The arguments of the MCP tools, whose schemas are taken from here.
    extraModels: [DiagnoseArguments, ExplainErrorArguments, GetGuideArguments, TicketArguments],
    operationIdFactory: (controller, method) => `${method}${controller.replace('Controller', '')}`,
  });
  await app.close();
  document['security'] = [];
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path as Record<string, Operation>)) {
      addPlainText(operation);
      addRefusals(operation);
    }
  }
  correctNumbersAndStrangers(document);
  for (const path of Object.values(document.paths))
    for (const operation of Object.values(path as Record<string, Operation>))
      documentUpload(operation, (document.components?.schemas ?? {}) as Record<string, Schema>);
  return document;
}

/** A body that may also be its text alone has the texts of its examples as examples. */
function addPlainText(operation: Operation): void {
  if (!operation[PLAIN_TEXT_MARK]) return;
  delete operation[PLAIN_TEXT_MARK];
  const content = operation.requestBody?.content ?? {};
  const examples = Object.entries(content['application/json']?.examples ?? {});
  content['text/plain'] = {
    schema: { type: 'string' },
    examples: Object.fromEntries(examples.map(([name, { summary, value }]) => [name, { summary, value: value.text as never }])),
  };
}

/** The refusals that follow from what an operation takes; its own are declared by `@Refuses`. */
function addRefusals(operation: Operation): void {
  const hasQuery = operation.parameters?.some((parameter) => parameter.in === 'query');
  const codes = [...(operation.requestBody ? WITH_BODY : hasQuery ? WITH_QUERY : []), ...ALWAYS];
  for (const [status, response] of documentedRefusals(codes)) operation.responses[status] ??= response;
}

/**
 * Two things that the plugin does not read from class-validator: whole numbers, and that unknown fields are refused.
 * Only request shapes carry decorators, so only they are closed.
 */
function correctNumbersAndStrangers(document: OpenAPIObject): void {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  const rules = getMetadataStorage();
  const shapes = new Map(validatedShapes().map((shape) => [shape.name, shape]));
  for (const [name, schema] of Object.entries(schemas)) {
    const shape = shapes.get(name);
    if (!shape) continue;
    schema['additionalProperties'] = false;
    for (const { propertyName, name: rule } of rules.getTargetValidationMetadatas(shape, '', false, false)) {
      const property = schema.properties?.[propertyName];
      if (rule === 'isInt' && property) property.type = 'integer';
    }
  }
  const integers = new Set(
    [...shapes.values()].flatMap((shape) =>
      rules
        .getTargetValidationMetadatas(shape, '', false, false)
        .filter(({ name }) => name === 'isInt')
        .map(({ propertyName }) => propertyName),
    ),
  );
  for (const path of Object.values(document.paths)) {
    for (const { parameters = [] } of Object.values(path as Record<string, Operation>)) {
      for (const { name, schema } of parameters) if (schema?.type === 'number' && integers.has(name)) schema.type = 'integer';
    }
  }
}

/** class-validator keeps its metadata by class. */
function validatedShapes(): (new () => object)[] {
  const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas: Map<new () => object, unknown> };
  return [...validationMetadatas.keys()].filter((target) => typeof target === 'function');
}
