/** Matrix products in the shapes of a training: forward, towards the weights (Aᵀ B), towards the inputs (A Bᵀ), square. */

import { gemmWorkspaceBytes } from '../../src/kernels/kernels.ts'
import { type KernelCase, numbers } from './kernel-case.ts'

type Form = 'A B' | 'Aᵀ B' | 'A Bᵀ'

function gemm(m: number, n: number, k: number, form: Form = 'A B'): KernelCase {
  const [aRow, aColumn] = form === 'Aᵀ B' ? [1, m] : [k, 1]
  const [bRow, bColumn] = form === 'A Bᵀ' ? [1, k] : [n, 1]
  return {
    kernel: `gemm ${form}`,
    size: `${m} × ${n} × ${k}`,
    amount: 2 * m * n * k,
    unit: 'GFLOP/s',
    setUp(kernels, arena) {
      const [a, b, c] = [numbers(arena, m * k).offset, numbers(arena, k * n).offset, arena.f32(m * n).offset]
      const workspace = arena.bytes(gemmWorkspaceBytes)
      return () => kernels.gemm(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, n, 0, workspace)
    },
  }
}

export const gemmCases: readonly KernelCase[] = [
  gemm(256, 256, 64),
  gemm(1024, 1024, 64),
  gemm(6400, 256, 64),
  gemm(512, 512, 512),
  gemm(64, 256, 6400, 'Aᵀ B'),
  gemm(6400, 64, 256, 'A Bᵀ'),
]
