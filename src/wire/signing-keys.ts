/**
 * Derives the signing key of a day, region and service, and remembers the latest. Deriving costs four HMACs, which would
 * double the cost of verifying; a client uses one key all day. A key object is kept, since making one of bytes takes longer
 * than the HMAC (14 µs of 16). The cache is bounded and drops the least recently used.
 */

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { UsedMap } from '../base/used-map.ts'

const keyCountMax = 256

export const hmac = (key: string | Buffer | KeyObject, data: string | Buffer): Buffer =>
  createHmac('sha256', key).update(data).digest()

const derive = (secret: string, scope: readonly string[]): KeyObject =>
  createSecretKey(scope.reduce<Buffer | string>((key, part) => hmac(key, part), `AWS4${secret}`) as Buffer)

/** `scope` is date, region, service, terminator. */
export type SigningKeys = (secret: string, scope: readonly string[]) => KeyObject

export const createSigningKeys = (countMax = keyCountMax): SigningKeys => {
  const keys = new UsedMap<string, KeyObject>()
  return (secret, scope) => {
    // The secret is part of the cache key, so that a replaced secret never meets the key of the old one.
    const name = JSON.stringify([secret, ...scope])
    const known = keys.use(name)
    if (known) return known
    const key = derive(secret, scope)
    keys.set(name, key)
    if (keys.size > countMax) keys.delete(keys.entries()[0]![0])
    return key
  }
}
