import type { FastifyReply, FastifyServerOptions } from 'fastify';
import type { ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Config } from '../config.js';
import { LARGEST_BODY } from './body-parsers.js';
import { tlsOptions } from './own-tls.js';
import { frameworkProblem } from './problem.filter.js';
import { problemOf } from './refused.js';
import { requestIdOf } from './request-identity.js';

/** How long a client may take to send a request, in milliseconds. */
const REQUEST_TIMEOUT = 30_000;

/** The longest value of a path parameter; an id has at most 80 characters, its spellings some more. */
const LONGEST_PARAMETER = 500;

/**
 * How the HTTP server is set up: bounded, and with problem documents (RFC 9457) also for what is no request at all.
 * @param config names the proxies whose word about the caller's address is taken
 * @returns options for Fastify
 */
export function adapterOptions(config: Config): FastifyServerOptions & { skipMiddie: true; https?: ServerOptions } {
  const { trustedProxies } = config;
  const https = tlsOptions(config);
  return {
    ...(https && { https }),
    bodyLimit: LARGEST_BODY,
    genReqId: requestIdOf,
    // We have no middleware; without it a request is not led past where one could be.
    skipMiddie: true,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    requestTimeout: REQUEST_TIMEOUT,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    clientErrorHandler: (error, socket) => refuseConnection(error.code, socket),
    frameworkErrors: (error, _request, reply) => {
      const problem = frameworkProblem(error.code) ?? problemOf('MALFORMED_HTTP', 'This is no HTTP request that can be served.');
      void (reply as FastifyReply).status(problem.status).header('content-type', 'application/problem+json').send(problem);
    },
  };
}

function refuseConnection(code: string | undefined, socket: Socket): void {
  if (!socket.writable || code === 'ECONNRESET') return void socket.destroy();
  const problem =
    code === 'HPE_HEADER_OVERFLOW'
      ? problemOf('HEADERS_TOO_LARGE', 'The header fields are larger than 16 KiB together.')
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? problemOf('REQUEST_TIMEOUT', `The request did not arrive within ${REQUEST_TIMEOUT / 1000} s.`)
        : problemOf('MALFORMED_HTTP', 'This is no HTTP/1.1 request.');
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
