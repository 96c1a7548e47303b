/**
 * Rows as 4-bit codes: number k of a row is step · (code - 7.5) up to an error, and the length of a row's errors is kept
 * beside its step, both as the upper half of an f32 that is not below them. Sixteen places lie in two halves of eight; sixteen
 * bytes of a half hold numbers 4g and 4g + 1 of its rows in their low half bytes, 4g + 2 and 4g + 3 in their high ones.
 */

import { f32At, u32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

/** The middle of the codes 0 to 15. */
export const middleCode = 7.5

/** Places lie in blocks of so many. */
export const placesOfBlock = 16

export const blockedPlaces = (count: number): number => Math.ceil(count / placesOfBlock) * placesOfBlock

export const halfByteCodes = (memory: WebAssembly.Memory): Pick<Kernels, 'codeRows'> => ({
  codeRows(count, width, table, order, codes, spans) {
    const [T, O, S] = [f32At(memory, table), u32At(memory, order), u32At(memory, spans)]
    const C = new Uint8Array(memory.buffer, codes >>> 0)
    const places = blockedPlaces(count)
    C.fill(0, 0, (places * width) / 2)
    S.fill(0, count, places)
    for (let place = 0; place < count; place++) {
      const row = T.subarray(O[place]! * width, (O[place]! + 1) * width)
      const { span, codes: own } = codesOf(row)
      S[place] = span
      for (const [k, code] of own.entries()) C[byteOf(place, k, width)]! |= code << shiftOf(k)
    }
  },
})

/** Where number k of the row at a place lies. */
export const byteOf = (place: number, k: number, width: number): number =>
  (place >>> 3) * 4 * width + (k >>> 2) * 16 + (place & 7) * 2 + (k & 1)

export const shiftOf = (k: number): number => (k & 2) << 1

function codesOf(row: Float32Array): { readonly span: number; readonly codes: readonly number[] } {
  const greatest = row.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0)
  const root = Math.sqrt(row.length)
  // Rows too short to divide by a step have none, and are all error.
  if (greatest < 1e-30) return { span: rounded(greatest * root * 1.001) >>> 16, codes: [] }
  const upper = rounded(Math.fround(greatest / middleCode))
  const step = floatOf(upper)
  const values = Array.from(row, value => Math.fround(value / step))
  const codes = values.map(value => Math.min(15, Math.max(0, roundToEven(Math.fround(value + middleCode)))))
  const squares = values.reduce((sum, value, k) => sum + Math.fround(value - (codes[k]! - middleCode)) ** 2, 0)
  const length = (Math.sqrt(squares) * 1.0001 + root * 5e-7) * step
  return { span: (upper | (rounded(length) >>> 16)) >>> 0, codes }
}

const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)

export function floatOf(pattern: number): number {
  bits[0] = pattern
  return float[0]!
}

/** The bits of the least number of eight binary digits that is not below a positive number. */
function rounded(value: number): number {
  float[0] = value
  return ((bits[0]! + 0xffff) & 0xffff0000) >>> 0
}

/** As processors round. */
export function roundToEven(value: number): number {
  const whole = Math.round(value)
  return Math.abs(value % 1) === 0.5 && whole % 2 !== 0 ? whole - 1 : whole
}
