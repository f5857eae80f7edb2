import { Module } from '@nestjs/common';
import { ConnectivityProbeModule } from '../connectivity-probe/connectivity-probe.module.js';
import { RedisModule } from '../redis/redis.module.js';
import { Sightings } from './sightings.js';
import { WatchController } from './watch.controller.js';
import { WatchService } from './watch.service.js';

@Module({
  imports: [ConnectivityProbeModule, RedisModule],
  controllers: [WatchController],
  providers: [Sightings, WatchService],
  exports: [WatchService],
})
export class WatchModule {}
