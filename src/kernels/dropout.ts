/** Dropout that is chosen by a hash of position and seed: lowbias32 of Wellons' hash prospector over a counter. */

import { f32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

/** 2^32 divided by the golden ratio: neighbours in the counter lie far apart. */
const stride = 0x9e3779b1

function hash(position: number, seed: number): number {
  let x = (Math.imul(position, stride) + seed) | 0
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 0
}

export const dropout = (memory: WebAssembly.Memory): Pick<Kernels, 'dropout'> => ({
  dropout(count, rate, seed, x, out) {
    const [X, O] = [f32At(memory, x), f32At(memory, out)]
    const threshold = Math.floor(rate * 2 ** 32)
    for (let i = 0; i < count; i++) O[i] = hash(i, seed) >= threshold ? X[i]! * Math.fround(1 / (1 - rate)) : 0
  },
})
