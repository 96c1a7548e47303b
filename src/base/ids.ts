/**
 * Where identifiers that clients see come from: the operating system, or in the test mode a seed, so that two runs of the
 * same calls get the same. `of` says what the identifier is for; only seeded ones depend on it.
 */

import { createHash } from 'node:crypto'
import { randomHex, randomUuid } from './random.ts'

export interface Ids {
  /** `length` lower-case hexadecimal digits, 64 at most. */
  hex(length: number, of: string): string
  uuid(of: string): string
}

export const randomIds: Ids = { hex: length => randomHex(length), uuid: () => randomUuid() }

/** The nth identifier of the same thing is another one, so that repeated requests are told apart. */
export function seededIds(seed: number): Ids {
  const counts = new Map<string, number>()
  const digits = (of: string): string => {
    const count = counts.get(of) ?? 0
    counts.set(of, count + 1)
    return createHash('sha256').update(`${seed} ${count} ${of}`).digest('hex')
  }
  const uuid = (of: string): string => {
    const hex = digits(of)
    // Version 4, variant 8: programs that check the form of a UUID find it right.
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }
  return { hex: (length, of) => digits(of).slice(0, length), uuid }
}
