import { Body, Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wantsFresh } from '../connectivity-probe/probes.controller.js';
import { AcceptsText } from '../http/accepts-text.js';
import { renderingFor } from '../http/renderings.js';
import { auditNameOf, RequiresScope } from '../http/scope.js';
import { LanguageOf, type Language } from '../language.js';
import { Consultation } from './consultation.js';
import { DiagnoseRequest, DiagnosisReport, RENDERINGS, RenderingChoice } from './diagnosis.dto.js';
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
  async diagnose(
    @Body() request: DiagnoseRequest,
    @Query() { format }: RenderingChoice,
    @LanguageOf() language: Language,
    @Req() { headers, caller }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | Buffer> {
    const fresh = wantsFresh(headers['cache-control']);
    const report = await this.consultation.about(request, {
      language,
      fresh,
      by: auditNameOf(caller),
      ...(caller && { scopes: caller.scopes }),
    });
    const { contentType, body } = render(report, renderingFor(format, headers.accept, RENDERINGS), language);
    void reply.header('vary', 'Accept, Accept-Language').header('content-type', contentType);
    return body;
  }
}
