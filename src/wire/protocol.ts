/**
 * What the two protocols share: a way from a request to an operation, and a dress for answers and errors. json-1-1.ts and
 * rest-json.ts are the two; the chain picks one per request by the presence of a target header or the root path.
 */

import type { ApiError } from '../contract/errors.ts'
import type { Operation } from '../contract/operation.ts'
import type { Answer, RequestHead } from './request.ts'

export interface Protocol<Context> {
  /** Throws UnknownOperationException. */
  route(request: RequestHead): Operation<Context>
  /** `body` as serialised; empty stays empty. */
  success(body: string): Answer
  failure(error: ApiError): Answer
}

/** `__type` is the bare code, no namespace [sample]; an error without text has no message member. */
export const errorBody = (error: ApiError): string =>
  JSON.stringify({ __type: error.code, message: error.message === '' ? undefined : error.message })
