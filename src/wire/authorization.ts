/**
 * Reads the Authorization header of Signature Version 4:
 *
 *     AWS4-HMAC-SHA256 Credential=KEY/YYYYMMDD/region/service/aws4_request, SignedHeaders=a;b, Signature=hex
 *
 * Only its form is judged here; signature.ts judges what it claims. Texts are those of the API family [sample: public
 * reports]; the header itself is answered as a hash, never echoed.
 */

import { createHash } from 'node:crypto'
import { ApiError } from '../contract/errors.ts'
import { header, type RequestHead, splitTarget } from './request.ts'

export interface Authorization {
  readonly accessKeyId: string
  /** YYYYMMDD. */
  readonly date: string
  readonly region: string
  readonly service: string
  readonly terminator: string
  /** Lower case, in the order given. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

export const signingAlgorithm = 'AWS4-HMAC-SHA256'

const incomplete = (message: string): ApiError => new ApiError('IncompleteSignatureException', message)

const isPresigned = (request: RequestHead): boolean =>
  /(^|&)X-Amz-(Algorithm|Signature|Credential)=/i.test(splitTarget(request.target).query)

const missing = (request: RequestHead): ApiError =>
  isPresigned(request)
    ? incomplete('Presigned requests are not supported. Sign the request with an Authorization header.')
    : new ApiError('MissingAuthenticationTokenException', 'Missing Authentication Token')

const parametersOf = (value: string): Map<string, string> =>
  new Map(
    value.split(',').map(part => {
      const equals = part.indexOf('=')
      return [part.slice(0, equals).trim(), part.slice(equals + 1).trim()] as const
    }),
  )

const hashed = (value: string): string =>
  `(Hashed with SHA-256 and encoded with Base64) Authorization=${createHash('sha256').update(value).digest('base64')}`

const requireParts = (parameters: ReadonlyMap<string, string>, hasDate: boolean, value: string): void => {
  const faults = ['Credential', 'Signature', 'SignedHeaders']
    .filter(name => !parameters.get(name))
    .map(name => `Authorization header requires '${name}' parameter.`)
  if (!hasDate) faults.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
  if (faults.length > 0) throw incomplete(`${faults.join(' ')} ${hashed(value)}`)
}

const scopeOf = (credential: string): readonly string[] => {
  const parts = credential.split('/')
  // A key id may itself hold slashes in principle; the last four elements are the scope.
  const scope = parts.slice(-4)
  const accessKeyId = parts.slice(0, -4).join('/')
  if (parts.length < 5 || accessKeyId === '') {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential.slice(0, 256)}'`,
    )
  }
  return [accessKeyId, ...scope]
}

export const readAuthorization = (request: RequestHead): Authorization => {
  const value = header(request, 'authorization')?.trim()
  if (!value) throw missing(request)
  const space = value.indexOf(' ')
  const algorithm = space < 0 ? value : value.slice(0, space)
  if (!algorithm.startsWith('AWS4-')) throw missing(request)
  if (algorithm !== signingAlgorithm) throw incomplete(`Unsupported AWS 'algorithm': '${algorithm.slice(0, 64)}'.`)
  const parameters = parametersOf(value.slice(algorithm.length))
  requireParts(parameters, (header(request, 'x-amz-date') ?? header(request, 'date')) !== undefined, value)
  const [accessKeyId, date, region, service, terminator] = scopeOf(parameters.get('Credential')!)
  return {
    accessKeyId: accessKeyId!,
    date: date!,
    region: region!,
    service: service!,
    terminator: terminator!,
    signedHeaders: parameters.get('SignedHeaders')!.toLowerCase().split(';'),
    signature: parameters.get('Signature')!,
  }
}
