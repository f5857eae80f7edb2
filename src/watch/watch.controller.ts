import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../http/scope.js';
import { calendarOf } from './calendar.js';
import { WatchReport } from './watch.dto.js';
import { WatchService } from './watch.service.js';

@ApiTags('watch')
@Controller('watch')
@RequiresScope('probe')
export class WatchController {
  constructor(private readonly watch: WatchService) {}

  /**
   * Tell what the watched targets and credentials are like.
   * @remarks
   * The operator's list is looked at on a schedule, so that a certificate that expires or a logon that is refused all at once shows before users call.
   */
  @Get()
  @Header('Cache-Control', 'no-store')
  report(): Promise<WatchReport> {
    return this.watch.report();
  }

  /**
   * Subscribe to the expiries.
   * @remarks
   * A calendar with one event for each certificate of a watched server or a mounted credential, with reminders 30, 7 and 1 days before.
   */
  @Get('calendar.ics')
  @Header('Cache-Control', 'no-store')
  @Header('Content-Type', 'text/calendar; charset=utf-8')
  @ApiProduces('text/calendar')
  @ApiOkResponse({ schema: { type: 'string' } })
  async calendar(): Promise<string> {
    return calendarOf(await this.watch.report());
  }
}
