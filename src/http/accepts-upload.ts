import { applyDecorators, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiExtension } from '@nestjs/swagger';
import type { Upload } from './form-body.js';

/** Marks such an operation for the generator of the OpenAPI document, which takes it out again. */
export const UPLOAD_MARK = 'x-accepts-upload';

/** What the mark says. */
export interface UploadMark extends Upload {
  shape: string;
  /** A form as callers send it: texts, and what stands in files. */
  example: Readonly<Record<string, string>>;
}

/**
 * On a handler that takes certificates: the body may also be a form with files, and where `raw` names a field a file alone.
 * @param shape the class of the body
 * @param upload its fields that are no plain text
 * @param examples bodies as JSON, by a summary for each
 * @param example a form, by field
 */
export const AcceptsUpload = (shape: Type, upload: Upload, examples: Record<string, object>, example: Record<string, string>) =>
  applyDecorators(
    RouteConfig({ upload }),
    ApiExtension(UPLOAD_MARK, { ...upload, shape: shape.name, example } satisfies UploadMark),
    ApiBody({
      type: shape,
      examples: Object.fromEntries(Object.entries(examples).map(([summary, value]) => [summary.replaceAll(' ', '-'), { summary, value }])),
    }),
  );
