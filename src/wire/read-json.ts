/**
 * From body bytes to a JSON value: UTF-8 checked, nesting bounded before anything is built, an empty body read as `{}`
 * (several clients send none for operations without members). Whatever does not parse is a SerializationException.
 */

import { ApiError } from '../contract/errors.ts'

/** The deepest declared input has 8 levels; the rest is room for members we do not know. */
export const nestingMax = 64

const fault = (message: string): ApiError => new ApiError('SerializationException', message)

const quote = 0x22
const backslash = 0x5c
const openers = new Set([0x5b, 0x7b])
const closers = new Set([0x5d, 0x7d])

/** Deepest nesting of arrays and objects, skipping text. Bytes of JSON syntax never occur inside a UTF-8 sequence. */
export const nestingOf = (body: Uint8Array): number => {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]!
    if (inText) {
      if (byte === backslash) at++
      else if (byte === quote) inText = false
    } else if (byte === quote) inText = true
    else if (openers.has(byte)) deepest = Math.max(deepest, ++depth)
    else if (closers.has(byte)) depth--
  }
  return deepest
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(utf8.decode(body))
  } catch {
    // The parser's own text would echo the body, which may hold personal data.
    throw fault('The request body is not valid JSON in UTF-8.')
  }
}

export const readJson = (body: Buffer): unknown => {
  if (body.length === 0) return {}
  if (nestingOf(body) > nestingMax) throw fault(`The request body is nested deeper than ${nestingMax} levels.`)
  return parse(body)
}
