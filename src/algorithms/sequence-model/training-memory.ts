/**
 * Where everything lies in the one memory that the threads of a training share: the weights, the optimiser's two moments,
 * and for each thread its own gradients, the rows of items it touched, and a range for its tape and scratch. Offsets are in
 * bytes; the plan is plain data, so a thread gets it in a message.
 */

import type { MemoryRange } from '../../kernels/arena.ts'
import type { Offset } from '../../kernels/kernels.ts'
import { type KernelSpace, openKernels } from '../../kernels/wasm-kernels.ts'
import { layoutOf, type ModelShape, paddedLength } from './layout.ts'
import { passBytes } from './open-pass.ts'

/** Positions that pass through the model at once: some 10 MB of tape, which the caches bear. */
export const groupTokenCount = 1024

export interface ThreadMemory {
  readonly gradients: Offset
  /** 1 for each item whose row has a gradient: u8. */
  readonly marks: Offset
  /** Those items, and before them their number: u32. */
  readonly touched: Offset
  readonly scratch: MemoryRange
}

export interface TrainingMemory {
  readonly weights: Offset
  readonly firstMoments: Offset
  readonly secondMoments: Offset
  readonly threads: readonly ThreadMemory[]
}

/** Rows whose logits are in memory at a time, when there are `negativeCount` of them. */
export const sampledRowCount = 256
/** Rows of items updated by one call. */
export const rowBlock = 1024

/** Bytes of logits over the catalogue at a time, about half of a core's share of the last cache. */
const catalogueLogitBytes = 4 * 1024 * 1024

/** Rows whose logits over the whole catalogue are in memory at a time. */
export const catalogueRowCount = (itemCount: number): number =>
  Math.max(16, Math.min(256, Math.floor(catalogueLogitBytes / (4 * Math.max(1, itemCount)))))

const slackBytes = 1024 * 1024

/** Bytes that one thread's scratch takes: the pass of a group, logits of some rows, sampled items, rows to update. */
function scratchBytes(shape: ModelShape, negativeCount: number): number {
  const { dimension, lengthMax, itemCount } = shape
  const logits = catalogueRowCount(itemCount) * paddedLength(itemCount) + sampledRowCount * negativeCount
  const sampled = negativeCount * (2 * dimension + 4) + 2 * (sampledRowCount + rowBlock) * (dimension + 2)
  return passBytes(shape, groupTokenCount + lengthMax) + 4 * (logits + sampled) + slackBytes
}

const threadBytes = (shape: ModelShape, negativeCount: number): number =>
  4 * layoutOf(shape).length + 5 * shape.itemCount + scratchBytes(shape, negativeCount)

export function trainingBytes(shape: ModelShape, negativeCount: number, threadCount: number): number {
  return 3 * 4 * layoutOf(shape).length + threadCount * threadBytes(shape, negativeCount) + slackBytes
}

/** Opens a memory of just the size, with the initial weights in it. */
export function openTrainingMemory(
  weights: Float32Array,
  shape: ModelShape,
  negativeCount: number,
  threadCount: number,
  deterministic: boolean,
): { readonly space: KernelSpace; readonly memory: TrainingMemory } {
  const space = openKernels({ byteCountMax: trainingBytes(shape, negativeCount, threadCount), deterministic })
  const { arena } = space
  const placed = arena.f32(weights.length)
  placed.view.set(weights)
  const moments = [arena.f32(weights.length).offset, arena.f32(weights.length).offset] as const
  const threads = Array.from({ length: threadCount }, () => ({
    gradients: arena.f32(weights.length).offset,
    marks: arena.u8(shape.itemCount).offset,
    touched: arena.u32(shape.itemCount + 1).offset,
    scratch: arena.range(scratchBytes(shape, negativeCount)),
  }))
  const memory = { weights: placed.offset, firstMoments: moments[0], secondMoments: moments[1], threads }
  return { space, memory }
}
