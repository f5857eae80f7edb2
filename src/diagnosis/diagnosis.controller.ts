import { Body, Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequiresScope } from '../http/scope.js';
import { LanguageOf, type Language } from '../language.js';
import { diagnoses } from '../observed.js';
import { DiagnoseRequest, DiagnosisReport, RenderingChoice } from './diagnosis.dto.js';
import { DiagnosisService } from './diagnosis.service.js';
import { render, renderingFor } from './rendering/rendering.js';

@ApiTags('diagnosis')
@Controller('diagnose')
@RequiresScope('diagnose')
export class DiagnosisController {
  constructor(private readonly diagnosis: DiagnosisService) {}

  /**
   * Name the cause of a failed certificate logon.
   *
   * Takes whatever the user pasted and replies with the causes, the evidence for each, the steps that mend it in the product at hand,
   * how to check them, and the question whose answer would decide. Nothing of the request is kept.
   */
  @Post()
  @HttpCode(200)
  @RouteConfig({ acceptsPlainText: true })
  @ApiBody({ type: DiagnoseRequest })
  diagnose(
    @Body() request: DiagnoseRequest,
    @Query() { format }: RenderingChoice,
    @LanguageOf() language: Language,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): DiagnosisReport | string | object {
    const report = this.diagnosis.diagnose(request, language);
    diagnoses.tell({ verdict: report.verdict, cause: report.causes[0]?.id });
    const rendering = renderingFor(format, headers.accept);
    void reply.header('vary', 'Accept, Accept-Language');
    if (rendering === 'json') return report;
    const { contentType, body } = render(report, rendering);
    void reply.header('content-type', contentType);
    return body;
  }
}
