/**
 * One side of alternating least squares, as the formulas of conjugate gradients say, in double precision:
 * (Gram + ridge · I + Σ w·y·yᵀ) x = Σ w·y for each row.
 */

import { f32At, u32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

export const leastSquares = (memory: WebAssembly.Memory): Pick<Kernels, 'leastSquaresRows'> => ({
  leastSquaresRows(from, to, width, offsets, columns, weights, table, gram, ridges, stepCount, x) {
    const [starts, indices] = [u32At(memory, offsets), u32At(memory, columns)]
    const [W, T, G] = [f32At(memory, weights), f32At(memory, table), f32At(memory, gram)]
    const [R, X] = [f32At(memory, ridges), f32At(memory, x)]
    for (let row = from; row < to; row++) {
      const solution = X.subarray(row * width, (row + 1) * width)
      const own = Array.from({ length: starts[row + 1]! - starts[row]! }, (_, at) => {
        const column = indices[starts[row]! + at]!
        return { weight: W[starts[row]! + at]!, y: T.subarray(column * width, (column + 1) * width) }
      })
      if (own.length === 0) solution.fill(0)
      else conjugateGradients(matrixOf(own, G, R[row]!, width), aimOf(own, width), solution, stepCount)
    }
  },
})

interface Weighted {
  readonly weight: number
  readonly y: Float32Array
}

const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
  let sum = 0
  for (let k = 0; k < x.length; k++) sum += x[k]! * y[k]!
  return sum
}

const matrixOf =
  (own: readonly Weighted[], gram: Float32Array, ridge: number, width: number) =>
  (v: Float64Array): Float64Array => {
    const product = v.map((value, i) => ridge * value + dot(gram.subarray(i * width, (i + 1) * width), v))
    for (const { weight, y } of own) {
      const factor = weight * dot(y, v)
      for (let k = 0; k < width; k++) product[k]! += factor * y[k]!
    }
    return product
  }

function aimOf(own: readonly Weighted[], width: number): Float64Array {
  const aim = new Float64Array(width)
  for (const { weight, y } of own) for (let k = 0; k < width; k++) aim[k]! += weight * y[k]!
  return aim
}

function conjugateGradients(
  times: (v: Float64Array) => Float64Array,
  aim: Float64Array,
  x: Float32Array,
  stepCount: number,
): void {
  const solution = Float64Array.from(x)
  const start = times(solution)
  const r = aim.map((value, k) => value - start[k]!)
  const p = r.slice()
  let square = dot(r, r)
  for (let step = 0; step < stepCount && square > 1e-20; step++) {
    const q = times(p)
    const length = square / dot(p, q)
    for (let k = 0; k < p.length; k++) {
      solution[k]! += length * p[k]!
      r[k]! -= length * q[k]!
    }
    const next = dot(r, r)
    for (let k = 0; k < p.length; k++) p[k] = r[k]! + (next / square) * p[k]!
    square = next
  }
  x.set(solution)
}
