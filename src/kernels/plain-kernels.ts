/** Every kernel in plain TypeScript over the same memory: the oracle of the tests, and what runs where SIMD is missing. */

import { exponential } from './exponential.ts'
import { gemm } from './gemm.ts'
import type { Kernels } from './kernels.ts'
import { rows } from './rows.ts'
import { softmax } from './softmax.ts'
import { vectors } from './vectors.ts'

export const plainKernels = (memory: WebAssembly.Memory): Kernels => ({
  ...gemm(memory),
  ...rows(memory),
  ...vectors(memory),
  ...exponential(memory),
  ...softmax(memory),
})
