import { Body, Controller, Get, Headers, HttpCode, Param, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Refuses } from '../http/refused.js';
import { auditNameOf, RequiresScope } from '../http/scope.js';
import { refusal } from '../http/shape.pipe.js';
import { BatchAccepted, BatchReport } from './batch.dto.js';
import { BatchesService } from './batches.service.js';
import { BatchRequest } from './probe-request.dto.js';

@ApiTags('probes')
@RequiresScope('probe')
@Controller('probes/batch')
export class BatchesController {
  constructor(private readonly batches: BatchesService) {}

  /**
   * Look at many servers.
   * @remarks
   * Answers at once; the looks go on in the background, shared between the instances where there is Redis. With named credentials only, since no key enters a queue.
   */
  @Post()
  @HttpCode(202)
  @ApiBody({ type: BatchRequest, examples: { one: { summary: 'one target', value: { targets: [{ host: 'sap.example' }] } } } })
  @Refuses('OVERLOADED')
  async begin(@Body() { targets }: BatchRequest, @Req() { caller }: FastifyRequest): Promise<BatchAccepted> {
    const withLogin = targets.findIndex(({ proxy }) => proxy?.includes('@'));
    if (withLogin >= 0) throw refusal([{ pointer: `/targets/${withLogin}/proxy`, detail: 'must hold no login; it would enter a queue.' }]);
    return this.batches.begin(targets, auditNameOf(caller));
  }

  /**
   * Tell the progress of a batch.
   * @remarks
   * With `Accept: text/event-stream` the results are sent as they come, for a progress bar.
   */
  @Get(':id')
  @ApiParam({ name: 'id', example: 'none' })
  @ApiOkResponse({ type: BatchReport })
  @Refuses('BATCH_NOT_FOUND')
  async state(@Param('id') id: string, @Headers('accept') accept: string | undefined): Promise<BatchReport | StreamableFile> {
    if (!accept?.includes('text/event-stream')) return this.batches.find(id);
    return new StreamableFile(Readable.from(await this.batches.events(id)), { type: 'text/event-stream' });
  }
}
