import { Body, Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wantsFresh } from '../connectivity-probe/probes.controller.js';
import { goOn } from '../http/at-once.js';
import { AcceptsText } from '../http/accepts-text.js';
import { renderingFor } from '../http/renderings.js';
import { serveDirectly, type Answer } from '../http/direct-route.js';
import { admit, auditNameOf, RequiresScope, scopeOf } from '../http/scope.js';
import { ShapePipe } from '../http/shape.pipe.js';
import { LanguageOf, languageOf, type Language } from '../language.js';
import { Consultation } from './consultation.js';
import { DiagnoseRequest, DiagnosisReport, RENDERINGS, RenderingChoice } from './diagnosis.dto.js';
import { wasSent } from './rendering/json.js';
import { render } from './rendering/rendering.js';

@ApiTags('diagnosis')
@Controller('diagnose')
@RequiresScope('diagnose')
export class DiagnosisController {
  constructor(private readonly consultation: Consultation) {}

  /**
   * Name the cause of a failed certificate logon.
   * @remarks
   * Takes whatever the user pasted and replies with the causes, the evidence for each, the steps that mend it in the product at hand,
   * how to check them, and the question whose answer would decide. Nothing of the request is kept.
   */
  @Post()
  @HttpCode(200)
  @AcceptsText(DiagnoseRequest, {
    'a message': { text: 'Missing credential. Specify SSL client PSE used for authentication. Message no. WSS040' },
    'a ticket with hints': {
      text: 'HTTP 401 Unauthorized since we renewed the client certificate',
      product: 'cloud-integration',
      direction: 'inbound',
    },
    'the answer to a question': { text: 'HTTP 401 Unauthorized', answers: { 'does-the-server-ask-for-a-certificate': 'yes' } },
  })
  @ApiExtraModels(DiagnosisReport)
  @ApiOkResponse({
    description: 'The causes, the most probable first, in the form that format or Accept asks for.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(DiagnosisReport) } },
      'text/markdown': { schema: { type: 'string' } },
      'text/plain': { schema: { type: 'string' } },
      'application/vnd.microsoft.card.adaptive+json': { schema: { type: 'object' } },
    },
  })
  diagnose(
    @Body() request: DiagnoseRequest,
    @Query() { format }: RenderingChoice,
    @LanguageOf() language: Language,
    @Req() { headers, caller }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Answer | Promise<Answer> {
    const rendering = renderingFor(format, headers.accept, RENDERINGS);
    const write = (report: DiagnosisReport) => {
      const { contentType, body } = render(report, rendering, language);
      void reply.header('vary', 'Accept, Accept-Language').header('content-type', contentType);
      return body;
    };
    const fresh = wantsFresh(headers['cache-control']);
    const report = this.consultation.about(request, {
      language,
      fresh,
      by: auditNameOf(caller),
      ...(caller && { scopes: caller.scopes }),
    });
    return goOn(report, write);
  }

  /**
   * Serves the same without the framework's chain, which is where most of the time would go.
   * @param app the application, before its routes are made
   */
  serveDirectly(app: NestFastifyApplication): void {
    const scope = scopeOf([this.diagnose, DiagnosisController]);
    const shapes = new ShapePipe();
    const answer = (request: FastifyRequest, reply: FastifyReply) => {
      admit(request.caller, scope);
      const body = shapes.transform(request.body, { type: 'body', metatype: DiagnoseRequest }) as DiagnoseRequest;
      const query = shapes.transform(request.query, { type: 'query', metatype: RenderingChoice }) as RenderingChoice;
      return this.diagnose(body, query, languageOf(query.lang, request.headers['accept-language']), request, reply);
    };
    serveDirectly(app, { method: 'POST', url: '/diagnose' }, answer, wasSent);
  }
}
