/**
 * The time a request was signed at: read from `X-Amz-Date` or `Date`, compared with ours. Texts as the API family answers
 * them [sample: public reports of skewed clocks]; SDKs read "InvalidSignatureException" plus the `date` header of the
 * answer, correct their offset and retry.
 */

import { ApiError } from '../contract/errors.ts'
import { header, type RequestHead } from './request.ts'

const basicFormat = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/

export interface SigningTime {
  /** YYYYMMDDTHHMMSSZ, as it enters the string to sign. */
  readonly basic: string
  readonly epochMs: number
  readonly headerName: 'x-amz-date' | 'date'
}

export const basicTime = (epochMs: number): string => `${new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '')}`

const parseBasic = (value: string): number => {
  const parts = basicFormat.exec(value)
  if (!parts) return Number.NaN
  const [, year, month, day, hour, minute, second] = parts
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/** `Date` is an HTTP date as a rule, but signers may put the basic form there. */
const parseDateHeader = (value: string): number =>
  basicFormat.test(value) ? parseBasic(value) : / GMT$/.test(value) ? Date.parse(value) : Number.NaN

export const readSigningTime = (request: RequestHead): SigningTime => {
  const amzDate = header(request, 'x-amz-date')
  const value = (amzDate ?? header(request, 'date') ?? '').trim()
  const epochMs = amzDate === undefined ? parseDateHeader(value) : parseBasic(value)
  if (Number.isNaN(epochMs)) {
    throw new ApiError(
      'IncompleteSignatureException',
      `Date must be in ISO-8601 'basic format'. Got '${value.slice(0, 64)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  }
  return { basic: basicTime(epochMs), epochMs, headerName: amzDate === undefined ? 'date' : 'x-amz-date' }
}

const invalid = (message: string): ApiError => new ApiError('InvalidSignatureException', message)

export const checkSkew = (time: SigningTime, nowMs: number, skewMs: number): void => {
  const { basic, epochMs } = time
  if (Math.abs(epochMs - nowMs) <= skewMs) return
  const minutes = Number((skewMs / 60_000).toFixed(2))
  const now = basicTime(nowMs)
  if (epochMs < nowMs - skewMs) {
    const earliest = basicTime(nowMs - skewMs)
    throw invalid(`Signature expired: ${basic} is now earlier than ${earliest} (${now} - ${minutes} min.)`)
  }
  const latest = basicTime(nowMs + skewMs)
  throw invalid(`Signature not yet current: ${basic} is still later than ${latest} (${now} + ${minutes} min.)`)
}
