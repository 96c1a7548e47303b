/**
 * Routes of our own beside the API (progress of jobs, keys): signed like everything else, JSON in and out, no declared
 * shapes. The composer passes them in. GET gives the query as input, other methods the JSON body.
 */

import { ApiError } from '../contract/errors.ts'
import { readJson } from './read-json.ts'
import { type RequestHead, splitTarget } from './request.ts'

export interface Extension<Context> {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Exact path, outside the API's: `/attune/jobs`. */
  readonly path: string
  readonly handle: (input: Readonly<Record<string, unknown>>, context: Context) => Promise<unknown>
}

export const findExtension = <Context>(
  extensions: readonly Extension<Context>[],
  request: RequestHead,
): Extension<Context> | undefined => {
  const { path } = splitTarget(request.target)
  return extensions.find(extension => extension.method === request.method && extension.path === path)
}

const bodyInput = (body: Buffer): Readonly<Record<string, unknown>> => {
  const value = readJson(body)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new ApiError('SerializationException', 'The request body must be a JSON object.')
}

export const extensionInput = (request: RequestHead, body: Buffer): Readonly<Record<string, unknown>> =>
  request.method === 'GET'
    ? Object.fromEntries(new URLSearchParams(splitTarget(request.target).query))
    : bodyInput(body)
