/**
 * What a training computes, on numbers made up, so that two builds of the kernels can be compared byte for byte in the engine
 * they will run in. Sizes are small and odd enough to reach every loop and every edge. See `src/training/wide-vectors.ts`.
 */

import { seededRandom } from '../base/random.ts'
import type { Block } from './arena.ts'
import {
  attentionWorkspaceBytes,
  finishing,
  gemmWorkspaceBytes,
  leastSquaresWorkspaceBytes,
  packedBytes,
} from './kernels.ts'
import type { KernelSpace } from './wasm-kernels.ts'

export const exerciseBytes = 4 * 1024 * 1024

const rowCount = 61
const width = 32
const hidden = 72
const headWidth = 16
const lengths = [37, 1, 23]

type Floats = Block<Float32Array>

/** Everything the kernels wrote, end to end. */
export function exercise(space: KernelSpace): Float32Array {
  const mark = space.arena.mark()
  const outputs = [
    ...products(space),
    ...packedProducts(space),
    ...layers(space),
    ...attentionOf(space),
    ...losses(space),
    ...solvers(space),
  ]
  const copy = Float32Array.from(outputs.flatMap(({ view }) => Array.from(view)))
  space.arena.release(mark)
  return copy
}

function numbers({ arena }: KernelSpace, length: number, seed: number): Floats {
  const random = seededRandom(seed)
  const block = arena.f32(length)
  for (let at = 0; at < length; at++) block.view[at] = 2 * random.next() - 1
  return block
}

function zeros({ arena }: KernelSpace, length: number): Floats {
  const block = arena.f32(length)
  block.view.fill(0)
  return block
}

function indices({ arena }: KernelSpace, values: readonly number[]): number {
  const { view, offset } = arena.u32(values.length)
  view.set(values)
  return offset
}

/** A B, Aᵀ B and A Bᵀ, deeper than a block of the depth. */
function products(space: KernelSpace): readonly Floats[] {
  const { kernels, arena } = space
  const workspace = arena.bytes(gemmWorkspaceBytes)
  const [a, b] = [numbers(space, 300 * hidden, 1).offset, numbers(space, 300 * hidden, 2).offset]
  const outs = [0, 1, 2].map(() => numbers(space, hidden * hidden, 3))
  const at = outs.map(({ offset }) => offset) as [number, number, number]
  kernels.gemm(rowCount, hidden, 300, a, 300, 1, b, hidden, 1, at[0], hidden, 1, workspace)
  kernels.gemm(hidden, width + 3, 300, a, 1, hidden, b, hidden, 1, at[1], hidden, 0, workspace)
  kernels.gemm(rowCount, width, hidden, a, hidden, 1, b, 1, hidden, at[2], hidden, 1, workspace)
  return outs
}

/** With all that can become of the sums, deeper than a block of the depth; and products of columns. */
function packedProducts(space: KernelSpace): readonly Floats[] {
  const { kernels, arena } = space
  const workspace = arena.bytes(gemmWorkspaceBytes)
  const [a, b, bias] = [
    numbers(space, rowCount * 300, 21),
    numbers(space, 300 * hidden, 22),
    numbers(space, hidden, 23),
  ]
  const packed = arena.bytes(packedBytes(300, hidden))
  kernels.packMatrix(300, hidden, b.offset, hidden, 1, packed)
  const outs = Object.values(finishing).map(finish => {
    const [out, other] = [zeros(space, rowCount * hidden), numbers(space, rowCount * hidden, 24).offset]
    const product = [rowCount, hidden, 300, a.offset, 300, packed, bias.offset, finish, other] as const
    kernels.multiplyPacked(...product, out.offset, hidden, workspace)
    return out
  })
  const [gradient, sums] = [numbers(space, 300 * hidden, 25), zeros(space, hidden)]
  const columns = [rowCount, 300, hidden, a.offset, 300, b.offset, hidden] as const
  kernels.addColumnProducts(...columns, gradient.offset, hidden, sums.offset, workspace)
  return [...outs, gradient, sums]
}

function layers(space: KernelSpace): readonly Floats[] {
  const { kernels } = space
  const x = numbers(space, rowCount * hidden, 4)
  const up = numbers(space, rowCount * hidden, 5)
  const [gains, shifts] = [numbers(space, hidden, 6), numbers(space, hidden, 7)]
  const [out, means, scales] = [zeros(space, rowCount * hidden), zeros(space, rowCount), zeros(space, rowCount)]
  const [gradient, gainGradient, shiftGradient] = [
    zeros(space, rowCount * hidden),
    zeros(space, hidden),
    zeros(space, hidden),
  ]
  const norm = [x.offset, gains.offset, means.offset, scales.offset] as const
  const gradients = [gainGradient.offset, shiftGradient.offset] as const
  kernels.layerNorm(rowCount, hidden, x.offset, gains.offset, shifts.offset, out.offset, means.offset, scales.offset)
  kernels.layerNormBackward(rowCount, hidden, ...norm, up.offset, gradient.offset, 1, ...gradients)
  const [bent, bentGradient] = [zeros(space, rowCount * hidden), zeros(space, rowCount * hidden)]
  kernels.biasGelu(rowCount, hidden, shifts.offset, x.offset, bent.offset)
  kernels.biasGeluBackward(rowCount, hidden, x.offset, up.offset, bentGradient.offset, gainGradient.offset)
  kernels.addBias(rowCount, hidden, gains.offset, up.offset)
  kernels.dropout(rowCount * hidden, 0.2, 9, up.offset, up.offset)
  kernels.addColumnSums(rowCount, hidden, up.offset, shiftGradient.offset)
  return [x, up, out, means, scales, gradient, gainGradient, shiftGradient, bent, bentGradient]
}

function attentionOf(space: KernelSpace): readonly Floats[] {
  const { kernels, arena } = space
  const offsets = indices(space, [0, 37, 38, rowCount])
  const states = numbers(space, 3 * rowCount * width, 10).offset
  const [out, logSums, gradients] = [
    zeros(space, rowCount * width),
    zeros(space, 2 * rowCount),
    zeros(space, 3 * rowCount * width),
  ]
  const shape = [lengths.length, offsets, 2, headWidth, 3 * width] as const
  const inputs = [states, states + 4 * width, states + 8 * width, headWidth ** -0.5, 0, 64, width] as const
  const outputs = [out.offset, logSums.offset] as const
  const workspace = arena.bytes(attentionWorkspaceBytes(64, headWidth))
  kernels.attention(...shape, ...inputs, ...outputs, workspace)
  const { offset } = gradients
  const thirds = [offset, offset + 4 * width, offset + 8 * width] as const
  kernels.attentionBackward(...shape, ...inputs, ...outputs, states, ...thirds, 0, workspace)
  return [out, logSums, gradients]
}

function losses(space: KernelSpace): readonly Floats[] {
  const { kernels } = space
  const targets = indices(
    space,
    Array.from({ length: rowCount }, (_, row) => (row * 5) % hidden),
  )
  const candidates = indices(
    space,
    Array.from({ length: hidden }, (_, at) => at),
  )
  const [full, sampled] = [numbers(space, rowCount * hidden, 11), numbers(space, rowCount * hidden, 12)]
  const [corrections, own] = [numbers(space, hidden, 13).offset, numbers(space, rowCount, 14)]
  const none = zeros(space, rowCount).offset
  const losses = zeros(space, 2)
  losses.view[0] = kernels.crossEntropyRows(rowCount, hidden, full.offset, hidden, targets, 0.1)
  const sample = [hidden, candidates, corrections, targets, own.offset, none, 0.1] as const
  losses.view[1] = kernels.sampledCrossEntropyRows(rowCount, hidden, sampled.offset, ...sample)
  return [losses, full, sampled, own]
}

/** Adam, rows by index, and steps of least squares. */
function solvers(space: KernelSpace): readonly Floats[] {
  const { kernels } = space
  const count = rowCount * width
  const [weights, gradients, first] = [15, 16, 17].map(seed => numbers(space, count, seed)) as [Floats, Floats, Floats]
  const second = zeros(space, count)
  const moments = [first.offset, second.offset] as const
  kernels.adam(count, weights.offset, gradients.offset, ...moments, 0.01, 0.9, 0.98, 0.1, 0.02, 1e-8, 0.01, 1)
  const rows = indices(space, [3, 1, 4, 15, 9, 2])
  kernels.scatterAddRows(6, width, gradients.offset, rows, first.offset)
  kernels.gatherRows(6, width, weights.offset, rows, second.offset, 1)
  const [x, ridges] = [numbers(space, 2 * width, 18), numbers(space, 2, 19)]
  ridges.view.fill(0.5)
  const gram = zeros(space, width * width)
  for (let at = 0; at < width; at++) gram.view[at * (width + 1)] = 1
  const columns = Array.from({ length: 29 }, (_, at) => (7 * at) % rowCount)
  const shares = numbers(space, 29, 20)
  for (let at = 0; at < 29; at++) shares.view[at] = Math.abs(shares.view[at]!)
  const cells = [indices(space, [0, 20, 29]), indices(space, columns), shares.offset, weights.offset] as const
  const workspace = zeros(space, leastSquaresWorkspaceBytes(width) / 4).offset
  kernels.leastSquaresRows(0, 2, width, ...cells, gram.offset, ridges.offset, 3, x.offset, workspace)
  return [weights, first, second, x]
}
