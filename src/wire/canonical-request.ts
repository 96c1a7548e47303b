/**
 * The canonical request of Signature Version 4: the one spelling of a request that client and server hash. Built from the
 * raw target and raw headers, so that nothing between the socket and here can change what was signed.
 *
 * Rules [doc: Create a signed AWS API request]: the path as sent is normalised (empty and dot segments removed) and
 * encoded once more; query names and values are decoded, encoded strictly and sorted by encoded name, then value; header
 * names are lower-cased, values trimmed with inner runs of space made one, repeated headers joined by a comma.
 */

import { type RequestHead, splitTarget } from './request.ts'

const unreserved = /^[A-Za-z0-9\-._~]$/

const encodedByte = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte)
  return unreserved.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
})

const encodeBytes = (bytes: Uint8Array): string => {
  let encoded = ''
  for (const byte of bytes) encoded += encodedByte[byte]
  return encoded
}

/** node:http hands over header and target bytes as Latin-1 characters; this gives the bytes back. */
const bytesOf = (raw: string): Buffer => Buffer.from(raw, 'latin1')

const hexPair = /^[0-9a-fA-F]{2}$/

/** Undoes percent-encoding byte by byte; a stray `%` stands for itself, `+` too. */
const decodePercent = (raw: string): Buffer => {
  if (!raw.includes('%')) return bytesOf(raw)
  const bytes: number[] = []
  for (let at = 0; at < raw.length; at++) {
    const pair = raw.slice(at + 1, at + 3)
    const isEncoded = raw[at] === '%' && hexPair.test(pair)
    bytes.push(isEncoded ? Number.parseInt(pair, 16) : raw.charCodeAt(at))
    if (isEncoded) at += 2
  }
  return Buffer.from(bytes)
}

export const canonicalPath = (path: string): string => {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(encodeBytes(bytesOf(segment)))
  }
  const endsWithSlash = kept.length > 0 && path.endsWith('/')
  return `/${kept.join('/')}${endsWithSlash ? '/' : ''}`
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

export const canonicalQuery = (query: string): string =>
  query
    .split('&')
    .filter(part => part !== '')
    .map(part => {
      const equals = part.indexOf('=')
      const name = equals < 0 ? part : part.slice(0, equals)
      const value = equals < 0 ? '' : part.slice(equals + 1)
      return [encodeBytes(decodePercent(name)), encodeBytes(decodePercent(value))] as const
    })
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/** Most values have single blanks only, and finding that out is cheaper than replacing them. */
const hasRuns = /\s{2}|[^\S ]/

const canonicalValue = (value: string): string => {
  const trimmed = value.trim()
  return hasRuns.test(trimmed) ? trimmed.replace(/\s+/g, ' ') : trimmed
}

/** `signedNames` lower case, in the order of the Authorization header. A name the request lacks has an empty value. */
export const canonicalHeaders = (request: RequestHead, signedNames: readonly string[]): string => {
  const valuesByName = new Map<string, string>()
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase()
    const former = valuesByName.get(key)
    valuesByName.set(key, former === undefined ? canonicalValue(value) : `${former},${canonicalValue(value)}`)
  }
  return signedNames.map(name => `${name}:${valuesByName.get(name) ?? ''}\n`).join('')
}

/** Bytes, because header values may hold any of them. */
export const canonicalRequest = (request: RequestHead, signedNames: readonly string[], bodyHash: string): Buffer => {
  const { path, query } = splitTarget(request.target)
  const text = [
    request.method,
    canonicalPath(path),
    canonicalQuery(query),
    canonicalHeaders(request, signedNames),
    signedNames.join(';'),
    bodyHash,
  ].join('\n')
  return bytesOf(text)
}
