/**
 * The life of a request, in order:
 *
 *     health → read body → authenticate → route → parse → validate → handle → serialise
 *
 * Authentication comes before routing, so that strangers learn nothing about us, and after the body, because the
 * signature covers it. Every step may throw: an ApiError becomes its envelope, anything else is logged with the request id
 * and becomes InternalFailure.
 */

import type { Log } from '../base/log.ts'
import { ApiError, errorCatalogue } from '../contract/errors.ts'
import type { Operation } from '../contract/operation.ts'
import { asShape } from '../contract/shape.ts'
import type { Caller } from './credentials.ts'
import { type Extension, extensionInput, findExtension } from './extension.ts'
import { createJson11, speaksJson11 } from './json-1-1.ts'
import type { Protocol } from './protocol.ts'
import { readJson } from './read-json.ts'
import { type Answer, ClientGone, type RequestHead, type WireRequest } from './request.ts'
import { createRestJson } from './rest-json.ts'
import { serialise } from './serialise.ts'
import type { Verifier } from './signature.ts'
import { validate } from './validate.ts'

export type HeadersFor<Context> = (
  request: RequestHead,
  output: unknown,
  context: Context,
) => Promise<Readonly<Record<string, string>>> | undefined

export interface ChainParts<Context> {
  readonly operations: readonly Operation<Context>[]
  readonly extensions: readonly Extension<Context>[]
  readonly contextFor: (caller: Caller, requestId: string) => Context
  /** Headers beside the body of an operation's answer, for requests that ask for some. */
  readonly headersFor?: HeadersFor<Context>
  readonly authenticate: Verifier
  readonly log: Log
}

export type Chain = (request: WireRequest) => Promise<Answer>

const healthy: Answer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"status":"ok"}' }

const isHealthCheck = (request: RequestHead): boolean => request.method === 'GET' && request.target === '/healthz'

const notImplemented = (name: string): ApiError =>
  new ApiError(
    'NotImplementedException',
    `${name} is part of the API, but Attune does not implement it yet. See docs/reference/compatibility.md.`,
  )

/** Modelled errors an operation does not declare reach clients as untyped exceptions, so raising one is a bug of ours. */
const isUndeclared = (operation: Pick<Operation, 'errors'>, error: unknown): boolean =>
  error instanceof ApiError &&
  errorCatalogue[error.code].modelled &&
  !(operation.errors as readonly string[]).includes(error.code)

export const createChain = <Context>(parts: ChainParts<Context>): Chain => {
  const json11 = createJson11(parts.operations)
  const restJson = createRestJson(parts.operations)

  const handle = async (operation: Operation<Context>, input: unknown, context: Context, requestId: string) => {
    if (!operation.handle) throw notImplemented(operation.name)
    try {
      return await operation.handle(input as never, context)
    } catch (error) {
      if (isUndeclared(operation, error)) {
        parts.log.error({ requestId, operation: operation.name, err: error }, 'operation raised an undeclared error')
      }
      throw error
    }
  }

  const serveExtension = async (
    extension: Extension<Context>,
    request: WireRequest,
    body: Buffer,
    context: Context,
  ) => {
    const output = await extension.handle(extensionInput(request, body), context)
    return restJson.success(output === undefined ? '' : JSON.stringify(output))
  }

  const serve = async (request: WireRequest, protocol: Protocol<Context>): Promise<Answer> => {
    const body = await request.readBody()
    const caller = parts.authenticate(request, body)
    const context = parts.contextFor(caller, request.requestId)
    const extension = findExtension(parts.extensions, request)
    if (extension) return await serveExtension(extension, request, body, context)
    const operation = protocol.route(request)
    const input = validate(asShape(operation.input), readJson(body))
    const output = await handle(operation, input, context, request.requestId)
    const answer = protocol.success(serialise(operation.output && asShape(operation.output), output))
    const headers = await parts.headersFor?.(request, output, context)
    return headers ? { ...answer, headers: { ...answer.headers, ...headers } } : answer
  }

  const internalFailure = (request: WireRequest, error: unknown): ApiError => {
    parts.log.error({ requestId: request.requestId, method: request.method, err: error }, 'internal failure')
    return new ApiError('InternalFailure', 'The request processing has failed because of an internal error.')
  }

  return async request => {
    if (isHealthCheck(request)) return healthy
    const protocol = speaksJson11(request) ? json11 : restJson
    try {
      return await serve(request, protocol)
    } catch (error) {
      if (error instanceof ClientGone) throw error
      const fault = error instanceof ApiError ? error : internalFailure(request, error)
      const answer = protocol.failure(fault)
      return fault.code === 'RequestEntityTooLargeException' ? { ...answer, closesConnection: true } : answer
    }
  }
}
