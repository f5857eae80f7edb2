import { createMcpHandler, fromJsonSchema, McpServer, type CallToolResult, type McpHttpHandler } from '@modelcontextprotocol/server';
import { HttpException } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Problem } from '../http/problem.dto.js';
import type { Scope } from '../http/scope.js';
import { ShapePipe } from '../http/shape.pipe.js';
import type { Abilities } from './abilities.js';
import { PROMPTS } from './prompts.js';
import { offerResources } from './resources.js';
import { TicketArguments } from './tool-arguments.dto.js';
import { schemaOf } from './tool-schemas.js';
import { toolsOf, type Tool, type ToolCaller } from './tools.js';

const INSTRUCTIONS =
  'Finds out why an X.509 client certificate (mutual TLS) is refused in and around SAP. Begin with "diagnose" and hand over what the user pasted word for word; the reply names the cause with its evidence, the steps, and the next question. Nothing is stored: send the text again with the answers.';

/** Arguments are validated by the classes that the HTTP API uses, so that both refuse the same with the same words. */
const BY_OUR_CLASSES = {
  getValidator: () => (input: unknown) => ({ valid: true as const, data: input as never, errorMessage: undefined }),
};

const shapes = new ShapePipe();

/** Calls a tool; what the API would refuse with a problem document becomes an error that the model can read. */
async function run({ takes, call }: Tool, given: unknown, caller: ToolCaller): Promise<CallToolResult> {
  try {
    const { report, text } = await call(shapes.transform(given ?? {}, { type: 'body', metatype: takes }) as object, caller);
    // Undefined fields are no JSON, and clients check the structure against the schema.
    const written = JSON.stringify(report);
    return {
      content: [{ type: 'text', text: text ?? written }],
      structuredContent: JSON.parse(written) as Record<string, unknown>,
    };
  } catch (thrown) {
    if (!(thrown instanceof HttpException)) throw thrown;
    // A model can mend its call when it reads what was wrong (MCP specification, tools, error handling).
    return { isError: true, content: [{ type: 'text', text: explained(thrown.getResponse() as Problem) }] };
  }
}

const explained = ({ errorCode, detail, errors = [], candidates = [] }: Problem) =>
  [
    `${errorCode}: ${detail}`,
    ...errors.map((fault) => `${fault.pointer || 'the arguments'}: ${fault.detail}`),
    ...candidates.map(({ id, title }) => `candidate ${id}: ${title}`),
  ].join('\n');

/**
 * The Model Context Protocol over our services, stateless: each request is served by a server of its own.
 * @param document the OpenAPI document, for the schemas
 * @param version of the service
 * @returns a web-standard handler; `authInfo.scopes` decides which tools it offers
 */
export function mcpHandler(abilities: Abilities, document: OpenAPIObject, version: string): McpHttpHandler {
  const tools = toolsOf(abilities).map((tool) => ({
    tool,
    inputSchema: fromJsonSchema(schemaOf(document, tool.takes), BY_OUR_CLASSES),
    outputSchema: fromJsonSchema(schemaOf(document, tool.gives), BY_OUR_CLASSES),
  }));
  const argsSchema = fromJsonSchema<TicketArguments>(schemaOf(document, TicketArguments), BY_OUR_CLASSES);
  return createMcpHandler(({ authInfo }) => {
    const scopes = (authInfo?.scopes ?? []) as readonly Scope[];
    const caller: ToolCaller = { scopes, by: authInfo?.clientId ?? 'unknown' };
    const server = new McpServer({ name: 'mtls-doctor', title: 'mtls-doctor', version }, { instructions: INSTRUCTIONS });
    for (const { tool, inputSchema, outputSchema } of tools) {
      if (!scopes.includes(tool.scope)) continue;
      const { name, title, description, openWorld: openWorldHint } = tool;
      const annotations = { readOnlyHint: true, idempotentHint: true, destructiveHint: false, openWorldHint };
      server.registerTool(name, { title, description, inputSchema, outputSchema, annotations }, (given) => run(tool, given, caller));
    }
    for (const { name, title, description, write } of PROMPTS)
      server.registerPrompt(name, { title, description, argsSchema }, (given) => {
        const ticket = shapes.transform(given, { type: 'body', metatype: TicketArguments }) as TicketArguments;
        return { messages: [{ role: 'user', content: { type: 'text', text: write(ticket) } }] };
      });
    if (scopes.includes('errors')) offerResources(server, abilities);
    return server;
  });
}
