/**
 * Verifies Signature Version 4 from raw bytes and says who calls. Header form only. Checks run from cheap to dear: form,
 * key, token, scope, signed headers, time, body hash, signature. Nothing is taken on trust: a payload marked unsigned or
 * streamed is refused, because every client of this API sends small bodies whose hash it can sign.
 */

import { hash as hashed, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { ApiError } from '../contract/errors.ts'
import { type Authorization, readAuthorization, signingAlgorithm } from './authorization.ts'
import { canonicalRequest } from './canonical-request.ts'
import type { Caller, Credential, Credentials } from './credentials.ts'
import { header, type RequestHead } from './request.ts'
import { createSigningKeys, hmac } from './signing-keys.ts'
import { checkSkew, readSigningTime, type SigningTime } from './signing-time.ts'

export interface VerifierParts {
  readonly credentials: Credentials
  readonly clock: Clock
  readonly clockSkewMs: number
  /** Signing name: `personalize` for all three services [doc]. */
  readonly service?: string
}

export type Verifier = (request: RequestHead, body: Buffer) => Caller

const invalid = (message: string): ApiError => new ApiError('InvalidSignatureException', message)

const sha256Hex = (data: Buffer): string => hashed('sha256', data, 'hex')

const unknownKey = (): ApiError =>
  new ApiError('UnrecognizedClientException', 'The security token included in the request is invalid.')

const equalTexts = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const checkToken = (credential: Credential, token: string | undefined): void => {
  if (credential.sessionToken === undefined && token === undefined) return
  if (!equalTexts(credential.sessionToken ?? '', token ?? '')) throw unknownKey()
}

const regionForm = /^[a-z0-9][a-z0-9-]{0,62}$/

const checkScope = (scope: Authorization, service: string, time: SigningTime): void => {
  const faults: string[] = []
  if (!regionForm.test(scope.region)) faults.push('Credential should be scoped to a valid region.')
  if (scope.service !== service) faults.push(`Credential should be scoped to correct service: '${service}'.`)
  if (scope.terminator !== 'aws4_request') {
    faults.push("Credential should be scoped with a valid terminator: 'aws4_request'.")
  }
  const day = time.basic.slice(0, 8)
  if (scope.date !== day) {
    faults.push(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date.slice(0, 64)}' != '${day}', from '${time.basic}'.`,
    )
  }
  if (faults.length > 0) throw invalid(faults.join(' '))
}

/** Headers that change what a request means: sent, they must be signed. */
const bindingHeaders = ['x-amz-target', 'x-amz-security-token', 'x-amz-content-sha256']

const checkSignedHeaders = (request: RequestHead, signed: readonly string[], time: SigningTime): void => {
  if (!signed.includes('host')) {
    throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
  }
  const needed = [time.headerName, ...bindingHeaders.filter(name => header(request, name) !== undefined)]
  const unsigned = needed.find(name => !signed.includes(name))
  if (unsigned) throw invalid(`'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`)
}

const checkBodyHash = (claimed: string | undefined, actual: string): void => {
  if (claimed === undefined) return
  if (claimed === 'UNSIGNED-PAYLOAD' || claimed.startsWith('STREAMING-')) {
    throw invalid(`The payload must be signed: x-amz-content-sha256 '${claimed.slice(0, 64)}' is not supported.`)
  }
  if (claimed !== actual) throw invalid("The provided 'x-amz-content-sha256' header does not match what was computed.")
}

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

export const createVerifier = (parts: VerifierParts): Verifier => {
  const service = parts.service ?? 'personalize'
  const signingKeys = createSigningKeys()

  const checkSignature = (request: RequestHead, given: Authorization, secret: string, basic: string, hash: string) => {
    const scope = [given.date, given.region, given.service, given.terminator]
    const requestHash = sha256Hex(canonicalRequest(request, given.signedHeaders, hash))
    const toSign = [signingAlgorithm, basic, scope.join('/'), requestHash].join('\n')
    const expected = hmac(signingKeys(secret, scope), toSign).toString('hex')
    if (!equalTexts(expected, given.signature)) throw invalid(mismatch)
  }

  return (request, body) => {
    const given = readAuthorization(request)
    const credential = parts.credentials.find(given.accessKeyId)
    if (!credential) throw unknownKey()
    checkToken(credential, header(request, 'x-amz-security-token'))
    const time = readSigningTime(request)
    checkScope(given, service, time)
    checkSignedHeaders(request, given.signedHeaders, time)
    checkSkew(time, parts.clock.nowMs(), parts.clockSkewMs)
    const hash = sha256Hex(body)
    checkBodyHash(header(request, 'x-amz-content-sha256'), hash)
    checkSignature(request, given, credential.secretAccessKey, time.basic, hash)
    return { accessKeyId: given.accessKeyId, account: credential.account, region: given.region }
  }
}
