import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODULES_FOLDER } from '../registry/load-entries.js';

/** The document that the build generated; it is committed and stands beside the modules' folder. */
const DOCUMENT = join(MODULES_FOLDER, '..', 'openapi', 'openapi.json');

/** @returns the committed OpenAPI document, read anew */
export const openApiDocument = () => JSON.parse(readFileSync(DOCUMENT, 'utf8')) as OpenAPIObject;

/**
 * Serves the OpenAPI document at /openapi.json and Swagger UI at /docs.
 * @param app the application, before it listens
 */
export async function serveDocumentation(app: NestFastifyApplication): Promise<void> {
  if (!existsSync(DOCUMENT)) return;
  SwaggerModule.setup('docs', app, openApiDocument, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'mtls-doctor',
  });
}
