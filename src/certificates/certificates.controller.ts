import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CertificatesService } from './certificates.service.js';
import { InspectionReport, InspectRequest } from './inspection.dto.js';

@ApiTags('certificates')
@Controller('certificates')
export class CertificatesController {
  constructor(private readonly certificates: CertificatesService) {}

  /**
   * Say what a certificate is and what is wrong with it.
   *
   * Takes it in whatever shape it is at hand, also as a file (application/octet-stream), and says whether it will do for the purpose, which names other places want to see, and the form for a service key. Nothing of the request is kept.
   */
  @Post('inspect')
  @HttpCode(200)
  @RouteConfig({ acceptsFile: true })
  @ApiBody({ type: InspectRequest })
  inspect(@Body() request: InspectRequest): Promise<InspectionReport> {
    return this.certificates.inspect(request);
  }
}
