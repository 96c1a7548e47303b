/** Biases, GELU in the tanh form of Hendrycks and Gimpel (2016), gates by Swish (Shazeer, 2020), and their gradients. */

import { f32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

type Activations = Pick<
  Kernels,
  'addBias' | 'addColumnSums' | 'biasGelu' | 'biasGeluBackward' | 'swishGate' | 'swishGateBackward'
>

const root = Math.sqrt(2 / Math.PI)
const tanhOf = (x: number): number => Math.tanh(root * (x + 0.044715 * x ** 3))
const gelu = (x: number): number => 0.5 * x * (1 + tanhOf(x))
const geluSlope = (x: number): number =>
  0.5 * (1 + tanhOf(x)) + 0.5 * x * (1 - tanhOf(x) ** 2) * root * (1 + 3 * 0.044715 * x ** 2)

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const swish = (x: number): number => x * sigmoid(x)
const swishSlope = (x: number): number => sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x))

export const activations = (memory: WebAssembly.Memory): Activations => {
  const f32 = (offset: number) => f32At(memory, offset)
  const each = (count: number, width: number, visit: (at: number, column: number) => void): void => {
    for (let at = 0; at < count * width; at++) visit(at, at % width)
  }
  return {
    addBias(count, width, bias, x) {
      const [B, X] = [f32(bias), f32(x)]
      each(count, width, (at, column) => {
        X[at]! += B[column]!
      })
    },
    addColumnSums(count, width, x, sums) {
      const [X, S] = [f32(x), f32(sums)]
      each(count, width, (at, column) => {
        S[column]! += X[at]!
      })
    },
    biasGelu(count, width, bias, x, out) {
      const [B, X, O] = [f32(bias), f32(x), f32(out)]
      each(count, width, (at, column) => {
        X[at]! += B[column]!
        O[at] = gelu(X[at]!)
      })
    },
    biasGeluBackward(count, width, x, outGradient, xGradient, biasGradient) {
      const [X, dO, dX, dB] = [f32(x), f32(outGradient), f32(xGradient), f32(biasGradient)]
      each(count, width, (at, column) => {
        dX[at] = dO[at]! * geluSlope(X[at]!)
        dB[column]! += dX[at]!
      })
    },
    swishGate(count, width, x, out) {
      const [X, O] = [f32(x), f32(out)]
      each(count, width, (at, column) => {
        const gate = 2 * at - column
        O[at] = swish(X[gate]!) * X[gate + width]!
      })
    },
    swishGateBackward(count, width, x, outGradient, xGradient) {
      const [X, dO, dX] = [f32(x), f32(outGradient), f32(xGradient)]
      each(count, width, (at, column) => {
        const gate = 2 * at - column
        dX[gate] = dO[at]! * swishSlope(X[gate]!) * X[gate + width]!
        dX[gate + width] = dO[at]! * swish(X[gate]!)
      })
    },
  }
}
