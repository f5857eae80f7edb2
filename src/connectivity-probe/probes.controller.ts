import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Refuses } from '../http/refused.js';
import { ProbeReport } from './probe-report.dto.js';
import { ProbeRequest } from './probe-request.dto.js';
import { ProbesService } from './probes.service.js';

@ApiTags('probes')
@Controller('probes')
export class ProbesController {
  constructor(private readonly probes: ProbesService) {}

  /**
   * Look at a server: what does it do when we connect, with and without a client certificate?
   *
   * Makes at most three connections; the same look is shared for a minute (`Cache-Control: no-cache` looks afresh).
   */
  @Post()
  @HttpCode(200)
  @ApiHeader({ name: 'cache-control', required: false, description: '`no-cache` looks afresh', schema: { type: 'string' } })
  @Refuses('CREDENTIAL_NOT_FOUND', 'CERTIFICATE_UNREADABLE', 'WRONG_PASSWORD', 'PRIVATE_KEY_UNUSABLE', 'TARGET_LIMIT_REACHED', 'OVERLOADED')
  async probe(@Body() request: ProbeRequest, @Headers('cache-control') caching: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<ProbeReport> {
    const report = await this.probes.probe(request, wantsFresh(caching));
    void reply.header('age', String(report.cache?.age ?? 0));
    return report;
  }
}

/** RFC 9111, section 5.2.1: the caller won't take a kept look. */
export const wantsFresh = (caching: string | undefined): boolean => /(?:^|[,\s])no-(?:cache|store)\b/i.test(caching ?? '') || /max-age=0\b/i.test(caching ?? '');
