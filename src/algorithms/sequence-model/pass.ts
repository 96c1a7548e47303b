/**
 * What every layer of a pass is given: the kernels, where weights and gradients lie, the tape, and the seed of its dropout.
 * Layers read and write by byte offset and keep nothing themselves.
 */

import type { Kernels } from '../../kernels/kernels.ts'
import type { Offset } from '../../kernels/offset.ts'
import type { ModelLayout, ModelShape } from './layout.ts'
import type { Tape } from './tape.ts'

/** A matrix as `packMatrix` leaves it, and turned for the way back. */
export interface PackedMatrix {
  readonly forward: Offset
  readonly back: Offset
}

export interface PackedBlock {
  readonly queryKeyValue: PackedMatrix
  readonly output: PackedMatrix
  readonly up: PackedMatrix
  readonly down: PackedMatrix
}

export interface Pass {
  readonly kernels: Kernels
  /** All of the memory, as f32 and as u32. */
  readonly floats: Float32Array
  readonly indices: Uint32Array
  readonly shape: ModelShape
  readonly layout: ModelLayout
  /** Where the flat vector of weights begins, and that of this thread's gradients. */
  readonly weights: Offset
  readonly gradients: Offset
  /** The matrices of `weights`, as of the latest `packWeights`. */
  readonly packed: readonly PackedBlock[]
  readonly tape: Tape
  /** For `gemm`. */
  readonly workspace: Offset
  readonly attentionWorkspace: Offset
  /** 0 when the model only answers. */
  readonly dropout: number
  /** Of this group of chunks; each dropout draws its own numbers from it. */
  readonly seed: number
}

/** What the tape's first buffers hold. */
export interface Group {
  readonly tokenCount: number
  readonly chunkCount: number
  /** Rows that have a loss; only they go on after the last attention. */
  readonly rowCount: number
}

/** A matrix in the flat vectors: y = x W + b with `inputCount` rows; places count floats. */
export interface Linear {
  readonly matrix: number
  readonly bias: number
  readonly packed: PackedMatrix
  readonly inputCount: number
  readonly outputCount: number
}

export const weightAt = (pass: Pass, place: number): Offset => pass.weights + 4 * place
export const gradientAt = (pass: Pass, place: number): Offset => pass.gradients + 4 * place

/** The places in the model that drop activations: one at the bottom, then three a block. */
export type DropoutPlace = { readonly depth: number; readonly at: 'input' | 'attention' | 'hidden' | 'output' }

const places = ['input', 'attention', 'hidden', 'output'] as const

function dropoutSeed(pass: Pass, { depth, at }: DropoutPlace): number {
  // An odd multiplier spreads neighbouring seeds over the 32 bits.
  return Math.imul(pass.seed * 64 + depth * places.length + places.indexOf(at), 0x9e3779b1) >>> 0
}

/** In place; on the way back the same call drops the same gradients. */
export function drop(pass: Pass, place: DropoutPlace, count: number, x: Offset): void {
  if (pass.dropout > 0) pass.kernels.dropout(count, pass.dropout, dropoutSeed(pass, place), x, x)
}

/** Where the gradients that a dropout lets through are: at `scratch`, or where they were if nothing is dropped. */
export function passedGradient(pass: Pass, place: DropoutPlace, count: number, x: Offset, scratch: Offset): Offset {
  if (pass.dropout === 0) return x
  pass.kernels.dropout(count, pass.dropout, dropoutSeed(pass, place), x, scratch)
  return scratch
}
