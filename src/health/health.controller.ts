import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RedisService } from '../redis/redis.service.js';
import { LiveReport, ReadyReport } from './health.dto.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly redis: RedisService) {}

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
   * For a readiness probe: without Redis the service is degraded and still ready.
   */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  async ready(): Promise<ReadyReport> {
    const redis = await this.redis.state();
    return { status: redis === 'away' ? 'degraded' : 'ok', redis };
  }
}
