/**
 * Where everything lies in the one memory that the threads of a training share: the weights, the optimiser's two moments,
 * and for each thread its own gradients, the rows of items it touched, and a range for its tape and scratch. Offsets are in
 * bytes; the plan is plain data, so a thread gets it in a message.
 */

import type { Arena, MemoryRange } from '../../kernels/arena.ts'
import { packedBytes } from '../../kernels/kernels.ts'
import type { Offset } from '../../kernels/offset.ts'
import { type KernelSpace, openKernels } from '../../kernels/wasm-kernels.ts'
import { type ItemFeatureRows, initialFeatureVectors, itemsOfFeatures, meanFeatureCount } from './item-feature-rows.ts'
import { layoutOf, type ModelShape, paddedLength } from './layout.ts'
import { passBytes } from './open-pass.ts'

/** Positions that pass through the model at once: some 3 MB of tape, most of which a core's own cache bears. */
export const groupTokenCount = 256

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
  /** Where items have features. */
  readonly features: FeatureMemory | undefined
}

/** Features' vectors and all that their step needs. */
export interface FeatureMemory {
  readonly featureCount: number
  readonly meanCount: number
  /** Each × dimension: vectors, moments, gradients, and how far a step moved them. */
  readonly vectors: Offset
  readonly firstMoments: Offset
  readonly secondMoments: Offset
  readonly gradients: Offset
  readonly changes: Offset
  /** How far that moves each item: × dimension. */
  readonly itemChanges: Offset
  /** Features by item and items by feature; `ones` is as long as either. */
  readonly featuresOffsets: Offset
  readonly features: Offset
  readonly itemsOffsets: Offset
  readonly items: Offset
  readonly ones: Offset
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

/** Up to this many items each thread keeps packed copies of all their vectors, of 2 MB for 4,000 items of width 64. */
const packedItemCountMax = 10_000

export const isCataloguePacked = ({ itemCount }: ModelShape): boolean => itemCount <= packedItemCountMax

const slackBytes = 1024 * 1024

/** Bytes that one thread's scratch takes: the pass of a group, logits of some rows, sampled items, rows to update. */
function scratchBytes(shape: ModelShape, negativeCount: number): number {
  const { dimension, lengthMax, itemCount } = shape
  const logits = catalogueRowCount(itemCount) * paddedLength(itemCount) + sampledRowCount * negativeCount
  const packedItemCount = negativeCount + (isCataloguePacked(shape) ? itemCount : 0)
  const packed = packedBytes(packedItemCount, dimension) + packedBytes(dimension, packedItemCount + 32)
  const sampled = negativeCount * (2 * dimension + 4) + 2 * (sampledRowCount + rowBlock) * (dimension + 2)
  return passBytes(shape, groupTokenCount + lengthMax) + 4 * (logits + sampled) + packed + slackBytes
}

const threadBytes = (shape: ModelShape, negativeCount: number): number =>
  4 * layoutOf(shape).length + 5 * shape.itemCount + scratchBytes(shape, negativeCount)

export function trainingBytes(
  shape: ModelShape,
  negativeCount: number,
  threadCount: number,
  features?: ItemFeatureRows,
): number {
  const shared = 3 * 4 * layoutOf(shape).length + featureBytes(shape, features)
  return shared + threadCount * threadBytes(shape, negativeCount) + slackBytes
}

function featureBytes({ itemCount, dimension }: ModelShape, rows: ItemFeatureRows | undefined): number {
  if (rows === undefined) return 0
  const { featureCount, features } = rows
  return 4 * ((5 * featureCount + itemCount) * dimension + 3 * features.length + featureCount + itemCount) + slackBytes
}

export interface TrainingSize {
  readonly negativeCount: number
  readonly threadCount: number
  readonly itemFeatures?: ItemFeatureRows
}

/** Opens a memory of just the size, with the initial weights in it. */
export function openTrainingMemory(
  weights: Float32Array,
  shape: ModelShape,
  { negativeCount, threadCount, itemFeatures }: TrainingSize,
  deterministic: boolean,
): { readonly space: KernelSpace; readonly memory: TrainingMemory } {
  const space = openKernels({
    byteCountMax: trainingBytes(shape, negativeCount, threadCount, itemFeatures),
    deterministic,
  })
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
  const placedFeatures = itemFeatures && placeFeatures(arena, shape, itemFeatures, weights)
  const [firstMoments, secondMoments] = moments
  return { space, memory: { weights: placed.offset, firstMoments, secondMoments, threads, features: placedFeatures } }
}

function placeFeatures(
  arena: Arena,
  { itemCount, dimension }: ModelShape,
  rows: ItemFeatureRows,
  weights: Float32Array,
): FeatureMemory {
  const { featureCount } = rows
  const turned = itemsOfFeatures(rows)
  const floats = (): Offset => arena.f32(featureCount * dimension).offset
  const placed = (values: Uint32Array): Offset => {
    const { view, offset } = arena.u32(values.length)
    view.set(values)
    return offset
  }
  const vectors = arena.f32(featureCount * dimension)
  vectors.view.set(initialFeatureVectors(rows, weights, dimension))
  const ones = arena.f32(rows.features.length)
  ones.view.fill(1)
  return {
    ...{ featureCount, meanCount: Math.max(1, meanFeatureCount(rows)), vectors: vectors.offset, ones: ones.offset },
    ...{ firstMoments: floats(), secondMoments: floats(), gradients: floats(), changes: floats() },
    itemChanges: arena.f32(itemCount * dimension).offset,
    ...{ featuresOffsets: placed(rows.offsets), features: placed(rows.features) },
    ...{ itemsOffsets: placed(turned.offsets), items: placed(turned.items) },
  }
}
