import { Controller, Get, Header, Query, Req } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Refuses } from '../http/refused.js';
import { auditNameOf, RequiresScope } from '../http/scope.js';
import { refusal } from '../http/shape.pipe.js';
import { metricsOf, targetOf } from './exporter.js';
import { ExporterQuery } from './probe-request.dto.js';
import { ProbesService } from './probes.service.js';

@ApiTags('probes')
@RequiresScope('probe')
@Controller('probe')
export class ExporterController {
  constructor(private readonly probes: ProbesService) {}

  /**
   * Look at a server for Prometheus.
   * @remarks
   * A multi-target exporter for the relabelling that blackbox_exporter uses: `module` is `default`, or the name of a mounted credential.
   */
  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  @ApiProduces('text/plain')
  @Refuses('CREDENTIAL_NOT_FOUND', 'CERTIFICATE_UNREADABLE', 'WRONG_PASSWORD', 'PRIVATE_KEY_UNUSABLE', 'TARGET_LIMIT_REACHED', 'OVERLOADED')
  async metrics(@Query() { target, module = 'default' }: ExporterQuery, @Req() { caller }: FastifyRequest): Promise<string> {
    const parsed = targetOf(target);
    if (!parsed) throw refusal([{ pointer: '?target', detail: 'must be a host, host:port or an https URL.' }]);
    const begin = performance.now();
    const withCredential = module !== 'default';
    const report = await this.probes.probe({ ...parsed, ...(withCredential && { credential: module }) }, { by: auditNameOf(caller) });
    return metricsOf(report, withCredential, (performance.now() - begin) / 1000);
  }
}
