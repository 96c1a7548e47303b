/** Every kernel in plain TypeScript over the same memory: the oracle of the tests, and what runs where SIMD is missing. */

import { gemm } from './gemm.ts'
import type { Kernels } from './kernels.ts'

export const plainKernels = (memory: WebAssembly.Memory): Kernels => ({
  gemm: gemm(memory),
})
