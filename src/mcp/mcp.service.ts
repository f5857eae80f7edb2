import type { McpHttpHandler } from '@modelcontextprotocol/server';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { openApiDocument } from '../http/documentation.js';
import { auditNameOf, type Caller } from '../http/scope.js';
import { Abilities } from './abilities.js';

/** Serves the Model Context Protocol. What it needs is loaded with the first request, since most instances get none. */
@Injectable()
export class McpService implements OnApplicationShutdown {
  private handler?: Promise<McpHttpHandler>;

  constructor(private readonly abilities: Abilities) {}

  /**
   * @param request as it arrived, without its body
   * @param parsedBody the JSON of the body
   * @param caller whose scopes decide which tools there are
   * @returns the reply, whose body may be a stream of events
   */
  async serve(request: Request, parsedBody: unknown, caller: Caller): Promise<Response> {
    this.handler ??= this.load();
    const { fetch: answer } = await this.handler;
    // Who calls is known already; the token is nobody's business here.
    return answer(request, { parsedBody, authInfo: { token: '', clientId: auditNameOf(caller), scopes: [...caller.scopes] } });
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.handler)?.close();
  }

  private async load(): Promise<McpHttpHandler> {
    const { mcpHandler } = await import('./mcp-server.js');
    const document = openApiDocument();
    return mcpHandler(this.abilities, document, document.info.version);
  }
}
