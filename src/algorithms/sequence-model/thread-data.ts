/** What a thread of a training is told when it starts, and what it answers. Plain data: it crosses in a message. */

import type { ContextCodes } from './context.ts'
import type { ModelShape } from './layout.ts'
import type { SequenceModelOptions } from './params.ts'
import type { TrainingMemory } from './training-memory.ts'
import type { ValidationSlice } from './validation.ts'

/** Histories with their arrays in shared buffers, so that threads read one copy. */
export interface TrainingRows {
  readonly userCount: number
  readonly itemCount: number
  readonly offsets: Uint32Array
  readonly items: Uint32Array
  readonly weights: Float32Array | undefined
  readonly contexts?: ContextCodes
}

export interface ThreadData {
  readonly shape: ModelShape
  readonly options: SequenceModelOptions
  readonly memory: TrainingMemory
  readonly rows: TrainingRows
  readonly validation: ValidationSlice | undefined
  readonly plannedStepCount: number
  readonly seed: number
  /** Plain SIMD only. */
  readonly deterministic: boolean
}

/** Steps from `firstStep` up to the end of the epoch or `endStep`. */
export interface TrainEpoch {
  readonly epoch: number
  readonly firstStep: number
  readonly endStep: number
}

export interface TrainedEpoch {
  readonly stepCount: number
  readonly lossSum: number
  readonly lossCount: number
}

/** A thread's part of the sum of NDCG@10 over the validation slice. */
export interface EvaluatedPart {
  readonly ndcgSum: number
}

function shared<T extends Uint32Array | Float32Array>(source: T, make: (buffer: SharedArrayBuffer) => T): T {
  const copy = make(new SharedArrayBuffer(source.byteLength))
  copy.set(source)
  return copy
}

export const sharedIndices = (source: Uint32Array): Uint32Array =>
  shared<Uint32Array>(source, buffer => new Uint32Array(buffer))
export const sharedFloats = (source: Float32Array): Float32Array =>
  shared<Float32Array>(source, buffer => new Float32Array(buffer))
