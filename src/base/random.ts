/**
 * Randomness as an argument. `seededRandom` is sfc32 (Chris Doty-Humphrey, PractRand), good enough for sampling and
 * reproducible anywhere; `randomHex` and `randomUuid` name resources and come from the operating system.
 */

import { randomBytes, randomUUID } from 'node:crypto'

export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform integer in [0, bound). */
  below(bound: number): number
}

export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = seed | 0
  let counter = 1
  const next32 = () => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return t >>> 0
  }
  for (let i = 0; i < 15; i++) next32()
  const next = () => next32() / 4294967296
  return { next, below: bound => Math.floor(next() * bound) }
}

/** `length` lower-case hexadecimal digits. */
export const randomHex = (length: number): string =>
  randomBytes(Math.ceil(length / 2))
    .toString('hex')
    .slice(0, length)

export const randomUuid = (): string => randomUUID()
