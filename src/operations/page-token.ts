/**
 * Continuation tokens: where the last page ended, with a digest over the operation, the caller and the arguments of the
 * list. A token that was altered, belongs to another operation, account or region, or comes with other arguments does not
 * match its digest and is refused [runtime page, section 9.7]. The digest is no secret and needs none: a forged token
 * shows its maker nothing but his own resources.
 */

import { createHash } from 'node:crypto'
import { ApiError } from '../contract/errors.ts'
import type { Owner } from '../resources/arn.ts'

export interface Position {
  readonly key: string | number
  readonly arn: string
}

export interface ListScope {
  readonly operation: string
  readonly caller: Owner
  /** What was asked for, without `maxResults`: a client may change the size of its pages on the way. */
  readonly filters: Readonly<Record<string, string | undefined>>
}

const digestLength = 22

const digestOf = (scope: ListScope, position: string): string => {
  const filters = Object.entries(scope.filters).filter(([, value]) => value !== undefined)
  const bound = [scope.operation, scope.caller.account, scope.caller.region, filters.sort(), position]
  return createHash('sha256').update(JSON.stringify(bound)).digest('base64url').slice(0, digestLength)
}

const sealed = (scope: ListScope, position: string): string =>
  digestOf(scope, position) + Buffer.from(position).toString('base64url')

export const writeToken = (scope: ListScope, { key, arn }: Position): string =>
  sealed(scope, JSON.stringify([key, arn]))

export const readToken = (scope: ListScope, token: string): Position => {
  const position = Buffer.from(token.slice(digestLength), 'base64url').toString()
  if (sealed(scope, position) !== token) {
    throw new ApiError('InvalidNextTokenException', 'The nextToken is not valid for this request.')
  }
  const [key, arn] = JSON.parse(position) as [string | number, string]
  return { key, arn }
}
