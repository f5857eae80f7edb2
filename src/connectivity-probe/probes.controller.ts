import { Body, Controller, Get, Header, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiHeader, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AcceptsText } from '../http/accepts-text.js';
import { UNUSABLE } from '../certificate-inspection/reading/input-problem.js';
import { Refuses } from '../http/refused.js';
import { auditNameOf, RequiresScope } from '../http/scope.js';
import { refusal } from '../http/shape.pipe.js';
import { CommandReport } from './command.dto.js';
import { canonicalHost } from './policy/host-name.js';
import { ProbeReport } from './probe-report.dto.js';
import { CommandQuery, ProbeRequest, TranscriptRequest } from './probe-request.dto.js';
import { ProbesService } from './probes.service.js';
import { probeCommand } from './transcripts/probe-command.js';

/** What openssl s_client prints when a server refuses a client without certificate. */
const EXAMPLE_TRANSCRIPT = [
  'CONNECTED(00000003)',
  '---',
  'Certificate chain',
  ' 0 s:CN = sap.example',
  '   i:CN = Example CA',
  '---',
  'No client certificate CA names sent',
  '---',
  'New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384',
  'Verify return code: 0 (ok)',
  '---',
  '40B7A1:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:ssl/record/rec_layer_s3.c:1605:SSL alert number 116',
].join('\n');

@ApiTags('probes')
@RequiresScope('probe')
@Controller('probes')
export class ProbesController {
  constructor(private readonly probes: ProbesService) {}

  /**
   * Look at a server: what does it do when we connect, with and without a client certificate?
   * @remarks
   * Makes at most three connections; the same look is shared for a minute (`Cache-Control: no-cache` looks afresh).
   */
  @Post()
  @HttpCode(200)
  @ApiBody({ type: ProbeRequest, examples: { one: { summary: 'a server', value: { host: 'sap.example' } } } })
  @ApiHeader({ name: 'cache-control', required: false, description: '`no-cache` looks afresh', schema: { type: 'string' } })
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiExtraModels(ProbeReport)
  @ApiOkResponse({
    description: 'What was seen, and what it means for the logon.',
    content: { 'application/json': { schema: { $ref: getSchemaPath(ProbeReport) } } },
  })
  @Refuses('CREDENTIAL_NOT_FOUND', ...UNUSABLE, 'PRIVATE_KEY_UNUSABLE', 'TARGET_LIMIT_REACHED', 'OVERLOADED')
  async probe(
    @Body() request: ProbeRequest,
    @Req() { headers, caller }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { json, age } = await this.probes.probeJson(request, { by: auditNameOf(caller), fresh: wantsFresh(headers['cache-control']) });
    void reply.header('age', String(age));
    return json;
  }

  /**
   * Write the command that looks from where this service can't.
   * @remarks
   * For a user inside a closed network; what it prints goes to POST /probes/transcript.
   */
  @Get('command')
  @Header('Cache-Control', 'public, max-age=3600')
  command(@Query() { host, port = 443, shell = 'bash', tool = 'openssl', certificate }: CommandQuery): CommandReport {
    const name = canonicalHost(host);
    if (!name) throw refusal([{ pointer: '?host', detail: 'must be a host name or an address, without scheme, port and path.' }]);
    return probeCommand({ host: name, port, shell, tool, ...(certificate && { certificate }) });
  }

  /**
   * Read what a tool printed about a connection.
   * @remarks
   * Takes the output of openssl s_client, curl -v, Java's javax.net.debug, gnutls-cli, and the traces of the ICM, XPI Inspector and the Cloud Connector, and answers like a look of our own, with each step and its line.
   */
  @Post('transcript')
  @HttpCode(200)
  @AcceptsText(TranscriptRequest, { 'output of openssl': { text: EXAMPLE_TRANSCRIPT } })
  @Refuses('TRANSCRIPT_NOT_RECOGNISED')
  transcript(@Body() { text, kind }: TranscriptRequest): ProbeReport {
    return this.probes.transcript(text, kind);
  }
}

/** RFC 9111, section 5.2.1: the caller won't take a kept look. */
export const wantsFresh = (caching: string | undefined): boolean =>
  /(?:^|[,\s])no-(?:cache|store)\b/i.test(caching ?? '') || /max-age=0\b/i.test(caching ?? '');
