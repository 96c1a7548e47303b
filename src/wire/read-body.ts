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
    incoming.once('end', () => (byteCount > bytesMax ? reject(tooLarge(bytesMax)) : resolve(Buffer.concat(chunks))))
    incoming.once('error', error => reject(new ClientGone('client broke off', { cause: error })))
    incoming.once('close', () => reject(new ClientGone('client broke off')))
  })
