/**
 * A query as `screenRows` reads it, and how far its bounds reach. With codes p and step t of the query u, e = u - t p, and a
 * row v = s (c - 7.5) + r: u·v = s (t p·c - 7.5 t Σp) + s e·(c - 7.5) + u·r, where the second is at most 7.5 s ‖e‖₁ and the
 * third ‖u‖ ‖r‖. Sums of p·c fit 16 bits. Margins hold, besides, what f32 may round away in bounds and in the product itself.
 */

import { middleCode } from './half-byte-codes.ts'

/** The codes of a query add up to so much at most, since 15 times that has to fit 16 bits. */
const codeSumMax = Math.floor(32767 / 15)

/** Beyond it rounding alone could fill the sum of codes. */
export const queryWidthMax = 2048

/** The numbers, a vector of each pair of codes, then factor, shift, margin and length. */
export const queryBytes = (width: number): number => 12 * width + 16

/** Lays the query out at an offset; returns its length, rounded up. */
export function layQuery(query: ArrayLike<number>, width: number, buffer: ArrayBufferLike, offset: number): number {
  const numbers = new Float32Array(buffer, offset, width)
  numbers.fill(0)
  numbers.set(query)
  const { codes, step, error } = codesOf(numbers)
  const pairs = new Int8Array(buffer, offset + 4 * width, 8 * width)
  for (let k = 0; k < width; k++)
    for (let lane = 0; lane < 8; lane++) pairs[(k >>> 1) * 16 + 2 * lane + (k & 1)] = codes[k]!
  const sum = codes.reduce((sum, code) => sum + code, 0)
  const size = codes.reduce((sum, code) => sum + Math.abs(code), 0)
  const rounding = 2 ** -20 * 15 * step * size + (width + 16) * 2 ** -22 * middleCode * absoluteSum(numbers)
  const length = Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0)) * (1.0001 + (width + 16) * 2 ** -21)
  const tail = new Float32Array(buffer, offset + 12 * width, 4)
  tail.set([step, middleCode * step * sum, 1.0001 * middleCode * error + rounding, length])
  return tail[3]!
}

/** `error`: the sum of what the codes are off by. */
function codesOf(numbers: Float32Array): {
  readonly codes: readonly number[]
  readonly step: number
  readonly error: number
} {
  const greatest = numbers.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0)
  const step = Math.fround(Math.max(greatest / 127, absoluteSum(numbers) / (codeSumMax - numbers.length / 2)))
  if (step === 0) return { codes: Array.from(numbers, () => 0), step, error: absoluteSum(numbers) }
  const codes = Array.from(numbers, value => Math.max(-127, Math.min(127, Math.round(value / step))))
  return { codes, step, error: codes.reduce((sum, code, k) => sum + Math.abs(numbers[k]! - step * code), 0) }
}

const absoluteSum = (numbers: Float32Array): number => numbers.reduce((sum, value) => sum + Math.abs(value), 0)
