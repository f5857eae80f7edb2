import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RedisService } from '../redis/redis.service.js';
import { refused, Refuses } from '../http/refused.js';
import { ForEverybody } from '../http/scope.js';
import { LiveReport, ReadyReport } from './health.dto.js';
import { Readiness } from './readiness.js';

@ApiTags('health')
@Controller('health')
@ForEverybody()
export class HealthController {
  constructor(
    private readonly redis: RedisService,
    private readonly readiness: Readiness,
  ) {}

  /**
   * Say whether the process lives.
   * @remarks
   * For a liveness probe: it answers as long as the event loop turns.
   */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live(): LiveReport {
    return { status: 'ok' };
  }

  /**
   * Say whether requests may be sent.
   * @remarks
   * For a readiness probe: without Redis the service is degraded and still ready; it is not from the moment on that it was told to end.
   */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @Refuses('SHUTTING_DOWN')
  async ready(): Promise<ReadyReport> {
    if (this.readiness.draining)
      throw refused('SHUTTING_DOWN', 'This instance was told to end and takes no more requests.', { retryAfter: 1 });
    const redis = await this.redis.state();
    return { status: redis === 'away' ? 'degraded' : 'ok', redis };
  }
}
