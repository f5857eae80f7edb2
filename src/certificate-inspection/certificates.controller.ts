import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../http/refused.js';
import { RequiresScope } from '../http/scope.js';
import { EXAMPLE_CERTIFICATE } from './example-certificate.js';
import { ChainReport, ChainRequest } from './chain.dto.js';
import { ChainService } from './chain.service.js';
import { CertificatesService } from './certificates.service.js';
import { CompareRequest, ComparisonReport, ConversionReport, ConvertRequest } from './comparison.dto.js';
import { UNUSABLE } from './reading/input-problem.js';
import { InspectionReport, InspectRequest } from './inspection.dto.js';

@ApiTags('certificates')
@RequiresScope('certificates')
@Controller('certificates')
export class CertificatesController {
  constructor(
    private readonly certificates: CertificatesService,
    private readonly chains: ChainService,
  ) {}

  /**
   * Say what a certificate is and what is wrong with it.
   * @remarks
   * Takes it in whatever shape it is at hand, also as a file (application/octet-stream), and says whether it will do for the purpose, which names other places want to see, and the form for a service key. Nothing of the request is kept.
   */
  @Post('inspect')
  @HttpCode(200)
  @RouteConfig({ acceptsFile: true })
  @ApiBody({
    type: InspectRequest,
    examples: { root: { summary: 'a certification authority', value: { data: EXAMPLE_CERTIFICATE, purpose: 'certificate-authority' } } },
  })
  @Refuses(...UNUSABLE)
  inspect(@Body() request: InspectRequest): Promise<InspectionReport> {
    return this.certificates.inspect(request);
  }

  /**
   * Say how two certificates are related.
   * @remarks
   * The same, the same in another shape, renewed, of another authority, an issuer of the other, or unrelated; with every field that differs and what to do now.
   */
  @Post('compare')
  @HttpCode(200)
  @ApiBody({
    type: CompareRequest,
    examples: {
      same: {
        summary: 'the same twice',
        value: { first: { data: EXAMPLE_CERTIFICATE }, second: { data: EXAMPLE_CERTIFICATE.replaceAll('\n', '') } },
      },
    },
  })
  @Refuses(...UNUSABLE)
  compare(@Body() request: CompareRequest): Promise<ComparisonReport> {
    return this.certificates.compare(request);
  }

  /**
   * Write certificates in another shape.
   * @remarks
   * Opens whatever can be read and gives every certificate of it as PEM, as the single line for a service key, as DER in base64, or all of them as PKCS#7.
   */
  @Post('convert')
  @HttpCode(200)
  @ApiBody({
    type: ConvertRequest,
    examples: { line: { summary: 'one line for a service key', value: { data: EXAMPLE_CERTIFICATE, to: 'single-line' } } },
  })
  @Refuses(...UNUSABLE)
  convert(@Body() request: ConvertRequest): Promise<ConversionReport> {
    return this.certificates.convert(request);
  }

  /**
   * Validate a chain.
   * @remarks
   * Tries every path from the leaf to a trust anchor as RFC 5280 wants it, and says whether one is valid, what decides and at which certificate, what is missing and where to get it; beside it stands OpenSSL's own verdict. Nothing is fetched.
   */
  @Post('chain')
  @HttpCode(200)
  @ApiBody({
    type: ChainRequest,
    examples: { anchor: { summary: 'a root by itself', value: { certificates: [{ data: EXAMPLE_CERTIFICATE }], purpose: 'any' } } },
  })
  @Refuses(...UNUSABLE)
  chain(@Body() request: ChainRequest): Promise<ChainReport> {
    return this.chains.validate(request);
  }
}
