/**
 * AWS JSON 1.1, the protocol of the control plane: `POST /` with `X-Amz-Target: AmazonPersonalize.<Operation>`. Every
 * modelled error is HTTP 400; an unknown target answers the bare type, 38 bytes [sample].
 */

import { ApiError } from '../contract/errors.ts'
import type { Operation } from '../contract/operation.ts'
import { errorBody, type Protocol } from './protocol.ts'
import { header, type RequestHead, splitTarget } from './request.ts'

const targetPrefix = 'AmazonPersonalize.'

const headers = { 'content-type': 'application/x-amz-json-1.1' }

export const speaksJson11 = (request: RequestHead): boolean =>
  header(request, 'x-amz-target') !== undefined || splitTarget(request.target).path === '/'

export const createJson11 = <Context>(operations: readonly Operation<Context>[]): Protocol<Context> => {
  const byTarget = new Map(
    operations
      .filter(operation => operation.service === 'personalize')
      .map(operation => [targetPrefix + operation.name, operation]),
  )
  return {
    route: request => {
      const isPostToRoot = request.method === 'POST' && splitTarget(request.target).path === '/'
      const operation = isPostToRoot ? byTarget.get(header(request, 'x-amz-target') ?? '') : undefined
      if (!operation) throw new ApiError('UnknownOperationException', '')
      return operation
    },
    success: body => ({ status: 200, headers, body }),
    failure: error => ({ status: error.statusFor('personalize'), headers, body: errorBody(error) }),
  }
}
