import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { AcceptsUpload } from '../http/accepts-upload.js';
import { goOn } from '../http/at-once.js';
import { serveDirectly } from '../http/direct-route.js';
import { Refuses } from '../http/refused.js';
import { admit, RequiresScope, scopeOf } from '../http/scope.js';
import { ShapePipe } from '../http/shape.pipe.js';
import { EXAMPLE_CERTIFICATE } from './example-certificate.js';
import { ChainReport, ChainRequest } from './chain.dto.js';
import { ChainService } from './chain.service.js';
import { CertificatesService } from './certificates.service.js';
import { CompareRequest, ComparisonReport, ConversionReport, ConvertRequest } from './comparison.dto.js';
import { UNUSABLE } from './reading/input-problem.js';
import { InspectionReport, InspectRequest } from './inspection.dto.js';
import { inspectionJson } from './write-inspection.js';

/** A file alone is a heap of certificates. */
const CHAIN_UPLOAD = {
  fields: {
    leaf: 'input',
    certificates: 'inputs',
    anchors: 'inputs',
    crls: 'inputs',
    maxDepth: 'number',
    policies: 'list',
    requireExplicitPolicy: 'flag',
    inhibitPolicyMapping: 'flag',
    inhibitAnyPolicy: 'flag',
  },
  raw: 'certificates',
} as const;

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
   * Takes it in whatever shape it is at hand, also as a file (multipart/form-data, or application/octet-stream with nothing beside it), and says whether it will do for the purpose, which names other places want to see, and the form for a service key. Nothing of the request is kept.
   */
  @Post('inspect')
  @HttpCode(200)
  @AcceptsUpload(
    InspectRequest,
    { fields: { data: 'file' }, raw: 'data' },
    { 'a certification authority': { data: EXAMPLE_CERTIFICATE, purpose: 'certificate-authority' } },
    { data: EXAMPLE_CERTIFICATE, purpose: 'certificate-authority' },
  )
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiExtraModels(InspectionReport)
  @ApiOkResponse({
    description: 'Everything that was found, each certificate with what is wrong with it.',
    content: { 'application/json': { schema: { $ref: getSchemaPath(InspectionReport) } } },
  })
  @Refuses(...UNUSABLE)
  inspect(@Body() request: InspectRequest): string | Promise<string> {
    return goOn(this.certificates.inspect(request), inspectionJson);
  }

  /**
   * Serves `inspect` without the framework's chain, which takes longer than reading a certificate.
   * @param app the application, before its routes are made
   */
  serveDirectly(app: NestFastifyApplication): void {
    const scope = scopeOf([this.inspect, CertificatesController]);
    const shapes = new ShapePipe();
    serveDirectly(app, { method: 'POST', url: '/certificates/inspect' }, (request, reply) => {
      admit(request.caller, scope);
      void reply.header('content-type', 'application/json; charset=utf-8');
      return this.inspect(shapes.transform(request.body, { type: 'body', metatype: InspectRequest }) as InspectRequest);
    });
  }

  /**
   * Say how two certificates are related.
   * @remarks
   * The same, the same in another shape, renewed, of another authority, an issuer of the other, or unrelated; with every field that differs and what to do now.
   */
  @Post('compare')
  @HttpCode(200)
  @AcceptsUpload(
    CompareRequest,
    { fields: { first: 'input', second: 'input' } },
    { 'the same twice': { first: { data: EXAMPLE_CERTIFICATE }, second: { data: EXAMPLE_CERTIFICATE.replaceAll('\n', '') } } },
    { first: EXAMPLE_CERTIFICATE, second: EXAMPLE_CERTIFICATE },
  )
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
  @AcceptsUpload(
    ConvertRequest,
    { fields: { data: 'file' }, raw: 'data' },
    { 'one line for a service key': { data: EXAMPLE_CERTIFICATE, to: 'single-line' } },
    { data: EXAMPLE_CERTIFICATE, to: 'single-line' },
  )
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
  @AcceptsUpload(
    ChainRequest,
    CHAIN_UPLOAD,
    { 'a root by itself': { certificates: [{ data: EXAMPLE_CERTIFICATE }], purpose: 'any' } },
    { certificates: EXAMPLE_CERTIFICATE, anchors: EXAMPLE_CERTIFICATE, purpose: 'any' },
  )
  @Refuses(...UNUSABLE)
  chain(@Body() request: ChainRequest): Promise<ChainReport> {
    return this.chains.validate(request);
  }
}
