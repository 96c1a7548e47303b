/**
 * One step of AdamW on this thread's part of the weights, after all threads have their gradients: adds up the threads'
 * gradients, updates, and leaves zeros for the next step. With a full softmax every row of items has a gradient and the
 * flat vector is cut evenly; with a sampled one only the touched rows are read or written ("lazy" Adam), so that a step
 * costs what the batch costs, not what the catalogue does.
 */

import type { Kernels, Offset } from '../../kernels/kernels.ts'
import type { KernelSpace } from '../../kernels/wasm-kernels.ts'
import { layoutOf } from './layout.ts'
import type { ThreadData } from './thread-data.ts'
import { TouchedRows } from './touched-rows.ts'
import { rowBlock } from './training-memory.ts'

const beta1 = 0.9
const beta2 = 0.98
const epsilon = 1e-8

/** Of one step. */
interface AdamStep {
  readonly learningRate: number
  readonly firstCorrection: number
  readonly secondCorrection: number
}

export class WeightUpdate {
  readonly #kernels: Kernels
  readonly #floats: Float32Array
  readonly #data: ThreadData
  readonly #thread: number
  readonly #touched: readonly TouchedRows[]
  readonly #isFull: boolean
  /** Indices of a block of rows, and their gradients end to end. */
  readonly #rows: { readonly offset: Offset; readonly view: Uint32Array }
  readonly #rowGradients: Offset

  constructor({ kernels, memory, arena }: KernelSpace, data: ThreadData, thread: number) {
    this.#kernels = kernels
    this.#floats = new Float32Array(memory.buffer)
    this.#data = data
    this.#thread = thread
    this.#isFull = data.rows.itemCount <= data.options.fullSoftmaxItemCountMax
    this.#touched = data.memory.threads.map(own => new TouchedRows(memory, own, data.shape.itemCount))
    this.#rows = arena.u32(rowBlock)
    this.#rowGradients = arena.f32(rowBlock * data.shape.dimension).offset
  }

  /** `step` counts from 1. */
  apply(step: number, learningRate: number): void {
    const adam = { learningRate, firstCorrection: 1 - beta1 ** step, secondCorrection: 1 - beta2 ** step }
    const layout = layoutOf(this.#data.shape)
    if (!this.#isFull) this.#applyRows(adam)
    const from = this.#isFull ? 0 : layout.itemBiases
    this.#applyRange(adam, ...this.#partOf(from, layout.length))
  }

  /** This thread's part, cut at multiples of four. */
  #partOf(from: number, to: number): readonly [number, number] {
    const { length: threadCount } = this.#data.memory.threads
    const cut = (thread: number): number => from + 4 * Math.floor(((to - from) / 4) * (thread / threadCount))
    return [cut(this.#thread), this.#thread === threadCount - 1 ? to : cut(this.#thread + 1)]
  }

  #applyRange(adam: AdamStep, from: number, to: number): void {
    const { memory, options } = this.#data
    const [first, ...others] = memory.threads.map(({ gradients }) => gradients + 4 * from)
    const count = to - from
    for (const other of others) this.#kernels.axpy(count, 1, other, first!)
    const at = 4 * from
    const { learningRate, firstCorrection, secondCorrection } = adam
    this.#kernels.adam(
      count,
      memory.weights + at,
      first!,
      memory.firstMoments + at,
      memory.secondMoments + at,
      learningRate,
      beta1,
      beta2,
      firstCorrection,
      secondCorrection,
      epsilon,
      options.weightDecay,
      1,
    )
    for (const gradients of [first!, ...others]) this.#floats.fill(0, gradients / 4, gradients / 4 + count)
  }

  /** Every touched row belongs to one thread, by its place in the catalogue. Lists are cleared by the next step's owners. */
  #applyRows(adam: AdamStep): void {
    const { itemCount } = this.#data.shape
    const threadCount = this.#touched.length
    const from = Math.floor((itemCount * this.#thread) / threadCount)
    const to = Math.floor((itemCount * (this.#thread + 1)) / threadCount)
    let count = 0
    for (const [thread, touched] of this.#touched.entries())
      for (const item of touched.items) {
        if (item < from || item >= to || this.#wasTouchedBefore(thread, item)) continue
        this.#collect(count, item)
        this.#rows.view[count++] = item
        if (count === rowBlock) count = this.#applyBlock(adam, count)
      }
    this.#applyBlock(adam, count)
  }

  /** Whether a thread before this one has the item too, and so it has been seen to. */
  #wasTouchedBefore(thread: number, item: number): boolean {
    for (let earlier = 0; earlier < thread; earlier++) if (this.#touched[earlier]!.has(item)) return true
    return false
  }

  /** Moves the sum of all threads' gradients of a row to its place in the block; leaves zeros. */
  #collect(place: number, item: number): void {
    const { dimension } = this.#data.shape
    const floats = this.#floats
    const into = this.#rowGradients / 4 + place * dimension
    for (const [thread, { gradients }] of this.#data.memory.threads.entries()) {
      const from = gradients / 4 + item * dimension
      for (let k = 0; k < dimension; k++) {
        floats[into + k] = (thread === 0 ? 0 : floats[into + k]!) + floats[from + k]!
        floats[from + k] = 0
      }
    }
  }

  #applyBlock(adam: AdamStep, count: number): number {
    const { memory, options, shape } = this.#data
    const { learningRate, firstCorrection, secondCorrection } = adam
    this.#kernels.adamRows(
      count,
      shape.dimension,
      this.#rows.offset,
      memory.weights,
      this.#rowGradients,
      memory.firstMoments,
      memory.secondMoments,
      learningRate,
      beta1,
      beta2,
      firstCorrection,
      secondCorrection,
      epsilon,
      options.weightDecay,
      1,
    )
    return 0
  }
}
