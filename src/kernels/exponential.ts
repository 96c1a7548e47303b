/** x ← e^(x - shift), and the sum. */

import { f32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

/** e^88.02969 is the greatest power that the fast form gives, e^-87.33654 the least that is not 0. */
const powerMin = -87.33654
const powerMax = 88.02969

export const exponential = (memory: WebAssembly.Memory): Pick<Kernels, 'exponential' | 'exponentialSum'> => ({
  exponential(count, x, shift) {
    const X = f32At(memory, x)
    let sum = 0
    for (let i = 0; i < count; i++) {
      const power = X[i]! - shift
      X[i] = power < powerMin ? 0 : Math.exp(Math.min(power, powerMax))
      sum += X[i]!
    }
    return sum
  },
  exponentialSum(count, x, shift) {
    const X = f32At(memory, x)
    let sum = 0
    for (let i = 0; i < count; i++) {
      const power = X[i]! - shift
      if (power >= powerMin) sum += Math.exp(Math.min(power, powerMax))
    }
    return sum
  },
})
