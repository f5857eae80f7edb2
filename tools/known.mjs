// What the built service knows, for the tools that measure it.
import 'reflect-metadata';
import { CausesService } from '../dist/causes/causes.service.js';
import { readConfig } from '../dist/config.js';
import { Knowledge } from '../dist/diagnosis/knowledge.js';
import { ErrorCatalogService } from '../dist/error-catalog/error-catalog.service.js';

export const config = readConfig({});
export const causes = new CausesService(config);
export const known = new Knowledge(config, causes, new ErrorCatalogService(config, causes));
