/**
 * Reads a request body into memory, within a bound. A body past the bound is read on for a while without being kept,
 * because a client that is still sending does not read our answer and would see a broken connection instead.
 */

import type { IncomingMessage } from 'node:http'
import { ApiError } from '../contract/errors.ts'
import { ClientGone } from './request.ts'

/** How many times the bound we listen on before we answer mid-send. */
const patience = 8

const tooLarge = (bytesMax: number): ApiError =>
  new ApiError('RequestEntityTooLargeException', `The request body is larger than ${bytesMax} bytes.`)

/** Nearly always one. */
const joined = (chunks: readonly Buffer[]): Buffer => (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))

export const readBody = (incoming: IncomingMessage, bytesMax: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const announced = Number(incoming.headers['content-length'] ?? 0)
    if (announced > bytesMax * patience) return reject(tooLarge(bytesMax))
    const chunks: Buffer[] = []
    let byteCount = 0
    incoming.on('data', (chunk: Buffer) => {
      byteCount += chunk.length
      if (byteCount <= bytesMax) chunks.push(chunk)
      else chunks.length = 0
      if (byteCount > bytesMax * patience) reject(tooLarge(bytesMax))
    })
    incoming.once('end', () => (byteCount > bytesMax ? reject(tooLarge(bytesMax)) : resolve(joined(chunks))))
    incoming.once('error', error => reject(new ClientGone('client broke off', { cause: error })))
    // Comes after every request; an error that nobody would see costs its stack.
    incoming.once('close', () => {
      if (!incoming.readableEnded) reject(new ClientGone('client broke off'))
    })
  })
