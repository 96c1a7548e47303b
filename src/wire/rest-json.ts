/**
 * REST-JSON, the protocol of runtime and events: `POST` to a fixed path with every member in the body. Errors carry their
 * code in a header as well, because SDKs read that first [inferred from their parsers]. Unknown paths answer 404.
 */

import { ApiError } from '../contract/errors.ts'
import type { Operation } from '../contract/operation.ts'
import { errorBody, type Protocol } from './protocol.ts'
import { splitTarget } from './request.ts'

const headers = { 'content-type': 'application/json' }

export const createRestJson = <Context>(operations: readonly Operation<Context>[]): Protocol<Context> => {
  const byPath = new Map(
    operations.flatMap(operation => (operation.path === undefined ? [] : [[operation.path, operation] as const])),
  )
  return {
    route: request => {
      const operation = request.method === 'POST' ? byPath.get(splitTarget(request.target).path) : undefined
      if (!operation) throw new ApiError('UnknownOperationException', '')
      return operation
    },
    success: body => ({ status: 200, headers: body === '' ? {} : headers, body }),
    failure: error => ({
      status: error.statusFor('personalize-runtime'),
      headers: { ...headers, 'x-amzn-ErrorType': error.code },
      body: errorBody(error),
    }),
  }
}
