import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../http/refused.js';
import { RequiresScope } from '../http/scope.js';
import { Cause, CauseList } from './cause.dto.js';
import { CausesService } from './causes.service.js';

@ApiTags('causes')
@Controller('causes')
@RequiresScope('errors')
export class CausesController {
  constructor(private readonly causes: CausesService) {}

  /**
   * List every cause.
   * @remarks
   * Each is something that has to be changed to make the logon work; the ids are permanent.
   */
  @Get()
  @Header('Cache-Control', 'public, max-age=3600')
  list(): CauseList {
    return { items: this.causes.causes.map(({ id, title, hop }) => ({ id, title, hop })) };
  }

  /**
   * Explain one cause.
   * @remarks
   * With the signs that speak for and against it, the remedies for each product, and how to see that it is mended.
   */
  @Get(':id')
  @Header('Cache-Control', 'public, max-age=3600')
  @ApiParam({ name: 'id', example: 'client-certificate-not-sent' })
  @Refuses('CAUSE_NOT_FOUND')
  explain(@Param('id') id: string): Cause {
    return this.causes.explain(id);
  }
}
