/** Every kernel in plain TypeScript over the same memory: the oracle of the tests, and what runs where SIMD is missing. */

import { activations } from './activations.ts'
import { adam } from './adam.ts'
import { attention } from './attention.ts'
import { codeProducts } from './code-products.ts'
import { crossEntropy } from './cross-entropy.ts'
import { dropout } from './dropout.ts'
import { exponential } from './exponential.ts'
import { gemm } from './gemm.ts'
import { halfByteCodes } from './half-byte-codes.ts'
import type { Kernels } from './kernels.ts'
import { layerNorm } from './layer-norm.ts'
import { leastSquares } from './least-squares.ts'
import { packed } from './packed.ts'
import { rows } from './rows.ts'
import { screen } from './screen.ts'
import { softmax } from './softmax.ts'
import { sparse } from './sparse.ts'
import { standardise } from './standardise.ts'
import { vectors } from './vectors.ts'

export const plainKernels = (memory: WebAssembly.Memory): Kernels => ({
  ...gemm(memory),
  ...packed(memory),
  ...rows(memory),
  ...vectors(memory),
  ...exponential(memory),
  ...softmax(memory),
  ...standardise(memory),
  ...layerNorm(memory),
  ...activations(memory),
  ...dropout(memory),
  ...attention(memory),
  ...crossEntropy(memory),
  ...adam(memory),
  ...halfByteCodes(memory),
  ...screen(memory),
  ...codeProducts(memory),
  ...sparse(memory),
  ...leastSquares(memory),
})
