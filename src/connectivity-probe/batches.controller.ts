import { Body, Controller, Get, Headers, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { Refuses } from '../http/refused.js';
import { RequiresScope } from '../http/scope.js';
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
   * Answers at once; the looks go on in the background. With named credentials only, since no key enters a queue.
   */
  @Post()
  @HttpCode(202)
  @ApiBody({ type: BatchRequest, examples: { one: { summary: 'one target', value: { targets: [{ host: 'sap.example' }] } } } })
  @Refuses('OVERLOADED')
  begin(@Body() { targets }: BatchRequest): BatchAccepted {
    return { id: this.batches.begin(targets) };
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
    const state = await this.batches.find(id);
    if (!accept?.includes('text/event-stream')) return state;
    return new StreamableFile(Readable.from(this.batches.events(id)), { type: 'text/event-stream' });
  }
}
