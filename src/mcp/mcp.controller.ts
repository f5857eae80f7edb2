import { All, Body, Controller, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Config } from '../config.js';
import { refused } from '../http/refused.js';
import { RequiresScope, type Caller } from '../http/scope.js';
import { McpService } from './mcp.service.js';

/** Names of this machine: where a browser's page may come from, and what a Host header may say, on a laptop. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const NOBODY: Caller = { name: 'anonymous', kind: 'anonymous', scopes: [] };

/**
 * The Model Context Protocol (streamable HTTP, without sessions): the abilities of the service as tools for language-model bots.
 * It describes itself, so the OpenAPI document leaves it out.
 */
@ApiExcludeController()
@Controller('mcp')
@RequiresScope('diagnose')
export class McpController {
  constructor(
    private readonly mcp: McpService,
    private readonly config: Config,
  ) {}

  /** GET and DELETE belong to sessions, of which there are none: the protocol's own 405 answers them. */
  @All()
  async serve(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<FastifyReply> {
    this.refuseRebinding(request);
    const { status, headers, body: stream } = await this.mcp.serve(asWebRequest(request), body, request.caller ?? NOBODY);
    void reply.status(status).headers(Object.fromEntries(headers));
    return reply.send(stream ? Readable.fromWeb(stream as ReadableStream) : '');
  }

  /**
   * A web page must not reach a service on its visitor's machine or network by a name of its own (DNS rebinding;
   * MCP specification, transports, security warning).
   */
  private refuseRebinding({ headers: { origin, host = '' } }: FastifyRequest): void {
    const { corsOrigins } = this.config;
    if (origin && !corsOrigins.includes('*') && !corsOrigins.includes(origin) && !LOOPBACK.has(hostOf(origin)))
      throw refused('ORIGIN_REFUSED', 'Pages of this origin may not call; the operator names those that may in CORS_ORIGINS.');
    if (LOOPBACK.has(this.config.host) && !LOOPBACK.has(hostOf(`http://${host}`)))
      throw refused('ORIGIN_REFUSED', 'This instance listens on its own machine only, so the Host header must be localhost.');
  }
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : '');

/** The body is handed over parsed, so the web request has none. */
function asWebRequest({ method, headers }: FastifyRequest): Request {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && name !== 'content-length' ? [[name, value] as [string, string]] : [],
  );
  return new Request('http://localhost/mcp', { method, headers: given });
}
