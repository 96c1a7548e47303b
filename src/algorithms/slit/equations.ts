/**
 * The normal equations of SLIT. Row t of A holds the `sourceWindow` items up to interaction t, row t of Y the `targetWindow`
 * items after it, both with geometric weights. Two interactions meet in the same rows at the same steps wherever they stand,
 * so a product needs one number for each distance and one addition for each pair of near interactions:
 *
 *   AᵀY(i, j) += Σ_t sourceDecay^(t-s) · targetDecay^(u-t-1)   for i at s before j at u
 *   AᵀA(i, j) += Σ_t sourceDecay^(t-s) · sourceDecay^(t-u)     over the rows t that have something after them
 *
 * Each item adds up its own two rows, from wherever it occurs: a row stays in the processor's cache, where adding user after
 * user goes all over the matrices, and threads share the rows.
 * Cost: interactions × (3 sourceWindow + targetWindow) additions into n × n numbers.
 */

import type { Arena } from '../../kernels/arena.ts'
import { type Crew, shareChunks } from '../../kernels/crew.ts'
import type { Offset } from '../../kernels/offset.ts'
import type { Histories } from '../histories.ts'
import type { SlitOptions } from './params.ts'

const noRow = 0xffffffff
/** Of what stands before and after an interaction no more is told than a byte holds. */
const nearMax = 255

/** The interactions in the shared memory, and what they add. Plain data: it goes to the threads. */
export interface SlitEquations {
  readonly size: number
  readonly interactionCount: number
  /** Row of each interaction's item. */
  readonly rows: Offset
  /** How many interactions of the same user stand before and after each, up to `nearMax`. */
  readonly before: Offset
  readonly after: Offset
  readonly weights: Offset | undefined
  /** Where each row's item occurs: `starts[row]` to `starts[row + 1]` in `positions`. */
  readonly starts: Offset
  readonly positions: Offset
  readonly ahead: Float64Array
  readonly beside: BesideWeights
}

export const slitEquationBytes = (histories: Histories, size: number): number =>
  histories.items.length * (4 + 1 + 1 + 4 + (histories.weights ? 4 : 0)) + 4 * (size + 1) + 1024

export function placeSlitEquations(
  arena: Arena,
  histories: Histories,
  rowOf: Int32Array,
  size: number,
  options: SlitOptions,
): SlitEquations {
  const { items, weights } = histories
  const rows = arena.u32(items.length)
  for (let at = 0; at < items.length; at++) rows.view[at] = rowOf[items[at]!]!
  const given = weights && arena.f32(items.length)
  given?.view.set(weights!)
  return {
    ...{ size, interactionCount: items.length, rows: rows.offset, weights: given?.offset },
    ...placeNearness(arena, histories),
    ...placeOccurrences(arena, rows.view, size),
    ...{ ahead: aheadWeights(options), beside: besideWeights(options) },
  }
}

function placeNearness(arena: Arena, { offsets, items, userCount }: Histories) {
  const [before, after] = [arena.u8(items.length), arena.u8(items.length)]
  for (let user = 0; user < userCount; user++) {
    const [from, to] = [offsets[user]!, offsets[user + 1]!]
    for (let at = from; at < to; at++) {
      before.view[at] = Math.min(nearMax, at - from)
      after.view[at] = Math.min(nearMax, to - 1 - at)
    }
  }
  return { before: before.offset, after: after.offset }
}

function placeOccurrences(arena: Arena, rows: Uint32Array, size: number) {
  const starts = arena.u32(size + 1)
  starts.view.fill(0)
  for (let at = 0; at < rows.length; at++) if (rows[at] !== noRow) starts.view[rows[at]! + 1]! += 1
  for (let row = 0; row < size; row++) starts.view[row + 1]! += starts.view[row]!
  const positions = arena.u32(starts.view[size]!)
  const next = starts.view.slice(0, size)
  for (let at = 0; at < rows.length; at++) if (rows[at] !== noRow) positions.view[next[rows[at]!]!++] = at
  return { starts: starts.offset, positions: positions.offset }
}

/** Where the two matrices lie, and the numbers between their rows. */
interface Sums {
  readonly matrix: Offset
  readonly rightSide: Offset
  readonly stride: number
}

/** Rows that a thread adds up at a time. */
const chunkRows = 16

export function addSlitEquations(crew: Crew, memory: WebAssembly.Memory, equations: SlitEquations, sums: Sums): void {
  const { size } = equations
  const addRow = rowAdder(memory.buffer, equations, sums)
  shareChunks(crew, Math.ceil(size / chunkRows), chunk => {
    for (let row = chunk * chunkRows; row < Math.min(size, (chunk + 1) * chunkRows); row++) addRow(row)
  })
}

function rowAdder(buffer: ArrayBufferLike, equations: SlitEquations, sums: Sums): (row: number) => void {
  const { size, interactionCount, ahead, beside } = equations
  const { distanceCount, weights: besides } = beside
  const rows = new Uint32Array(buffer, equations.rows, interactionCount)
  const before = new Uint8Array(buffer, equations.before, interactionCount)
  const after = new Uint8Array(buffer, equations.after, interactionCount)
  const weights =
    equations.weights === undefined ? undefined : new Float32Array(buffer, equations.weights, interactionCount)
  const starts = new Uint32Array(buffer, equations.starts, size + 1)
  const positions = new Uint32Array(buffer, equations.positions, starts[size]!)
  const width = distanceCount + 1
  const rowsLeft = (at: number): number => Math.min(distanceCount, after[at]!)
  return row => {
    const gram = new Float32Array(buffer, sums.matrix + 4 * row * sums.stride, size)
    const right = new Float32Array(buffer, sums.rightSide + 4 * row * sums.stride, size)
    for (let place = starts[row]!; place < starts[row + 1]!; place++) {
      const at = positions[place]!
      const back = Math.min(distanceCount - 1, before[at]!)
      for (let distance = 0; distance <= back; distance++) {
        const other = rows[at - distance]!
        // An item that stands twice in a window meets itself in both orders. Rows that are none are the highest of all.
        if (other <= row)
          gram[other]! += besides[distance * width + rowsLeft(at)]! * (other === row && distance > 0 ? 2 : 1)
      }
      const fore = Math.min(distanceCount - 1, after[at]!)
      for (let distance = 1; distance <= fore; distance++) {
        const other = rows[at + distance]!
        if (other < row) gram[other]! += besides[distance * width + rowsLeft(at + distance)]!
      }
      const reach = Math.min(ahead.length - 1, after[at]!)
      for (let distance = 1; distance <= reach; distance++) {
        const other = rows[at + distance]!
        if (other !== noRow) right[other]! += (weights === undefined ? 1 : weights[at + distance]!) * ahead[distance]!
      }
    }
  }
}

/** By distance, from 1: what a pair adds to AᵀY. */
function aheadWeights({ sourceWindow, sourceDecay, targetWindow, targetDecay }: SlitOptions): Float64Array {
  const weights = new Float64Array(sourceWindow + targetWindow)
  for (let back = 0; back < sourceWindow; back++)
    for (let step = 0; step < targetWindow; step++)
      weights[back + 1 + step]! += sourceDecay ** back * targetDecay ** step
  return weights
}

interface BesideWeights {
  readonly distanceCount: number
  /** By distance and number of rows left, `sourceWindow` + 1 numbers a distance. */
  readonly weights: Float64Array
}

/** What a pair adds to AᵀA, when so many rows from the later one on have something after them. */
function besideWeights({ sourceWindow, sourceDecay }: SlitOptions): BesideWeights {
  const width = sourceWindow + 1
  const weights = new Float64Array(sourceWindow * width)
  for (let distance = 0; distance < sourceWindow; distance++) {
    let sum = 0
    for (let left = 1; left <= sourceWindow; left++) {
      if (distance + left <= sourceWindow) sum += sourceDecay ** (distance + 2 * (left - 1))
      weights[distance * width + left] = sum
    }
  }
  return { distanceCount: sourceWindow, weights }
}
