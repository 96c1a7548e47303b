/**
 * One step of AdamW on this thread's part of the weights, after all threads have their gradients: adds up the threads'
 * gradients, updates, and leaves zeros for the next step. With a full softmax every row of items has a gradient and the
 * flat vector is cut evenly; with a sampled one only the touched rows are read or written ("lazy" Adam), so that a step
 * costs what the batch costs, not what the catalogue does.
 */

import type { Kernels } from '../../kernels/kernels.ts'
import type { Offset } from '../../kernels/offset.ts'
import type { KernelSpace } from '../../kernels/wasm-kernels.ts'
import { type AdamStep, adamStep, updateRange, updateRows } from './adam-step.ts'
import { FeatureUpdate } from './feature-update.ts'
import { layoutOf } from './layout.ts'
import type { ThreadData } from './thread-data.ts'
import { TouchedRows } from './touched-rows.ts'
import { rowBlock } from './training-memory.ts'

export class WeightUpdate {
  readonly #kernels: Kernels
  readonly #floats: Float32Array
  readonly #data: ThreadData
  readonly #thread: number
  readonly #touched: readonly TouchedRows[]
  readonly #isFull: boolean
  readonly #features: FeatureUpdate | undefined
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
    this.#features =
      data.memory.features && new FeatureUpdate(kernels, this.#floats, data, data.memory.features, thread)
    this.#rows = arena.u32(rowBlock)
    this.#rowGradients = arena.f32(rowBlock * data.shape.dimension).offset
  }

  /** `step` counts from 1. All threads call it together; they meet within where items have features. */
  apply(step: number, learningRate: number, barrier: () => void): void {
    const adam = adamStep(step, learningRate, this.#data.options.weightDecay)
    if (this.#features !== undefined) {
      this.#gather()
      barrier()
      this.#features.learn(adam)
      barrier()
      this.#features.moveItems()
      barrier()
    }
    const layout = layoutOf(this.#data.shape)
    if (!this.#isFull)
      this.#forTouchedRows(
        (place, item) => this.#collect(place, item),
        count => this.#applyRows(adam, count),
      )
    this.#applyRange(adam, ...this.#partOf(this.#isFull ? 0 : layout.itemBiases, layout.length))
  }

  /** Leaves the sum of all threads' gradients of items with the first thread, zero with the others. */
  #gather(): void {
    const { shape } = this.#data
    const layout = layoutOf(shape)
    if (this.#isFull) this.#sumRange(...this.#partOf(layout.items, layout.itemBiases))
    else
      this.#forTouchedRows(
        (_, item) => {
          const from = layout.items + item * shape.dimension
          this.#sumRange(from, from + shape.dimension)
        },
        () => {},
      )
  }

  /** Adds all threads' gradients of a range to the first's; the others' become zero. */
  #sumRange(from: number, to: number): void {
    const [first, ...others] = this.#data.memory.threads.map(({ gradients }) => gradients + 4 * from)
    for (const other of others) {
      this.#kernels.axpy(to - from, 1, other, first!)
      this.#floats.fill(0, other / 4, other / 4 + to - from)
    }
  }

  /** This thread's part, cut at multiples of four. */
  #partOf(from: number, to: number): readonly [number, number] {
    const { length: threadCount } = this.#data.memory.threads
    const cut = (thread: number): number => from + 4 * Math.floor(((to - from) / 4) * (thread / threadCount))
    return [cut(this.#thread), this.#thread === threadCount - 1 ? to : cut(this.#thread + 1)]
  }

  #applyRange(adam: AdamStep, from: number, to: number): void {
    const { memory } = this.#data
    this.#sumRange(from, to)
    const gradients = memory.threads[0]!.gradients + 4 * from
    const at = 4 * from
    const range = {
      ...{ weights: memory.weights + at, gradients },
      ...{ firstMoments: memory.firstMoments + at, secondMoments: memory.secondMoments + at },
    }
    updateRange(this.#kernels, to - from, range, adam)
    this.#floats.fill(0, gradients / 4, gradients / 4 + to - from)
  }

  /** Every touched row belongs to one thread, by its place in the catalogue. Lists are cleared by their owners' next step. */
  #forTouchedRows(each: (place: number, item: number) => void, endBlock: (count: number) => void): void {
    const { itemCount } = this.#data.shape
    const threadCount = this.#touched.length
    const from = Math.floor((itemCount * this.#thread) / threadCount)
    const to = Math.floor((itemCount * (this.#thread + 1)) / threadCount)
    let count = 0
    for (const [thread, touched] of this.#touched.entries())
      for (const item of touched.items) {
        if (item < from || item >= to || this.#wasTouchedBefore(thread, item)) continue
        each(count++, item)
        if (count < rowBlock) continue
        endBlock(count)
        count = 0
      }
    endBlock(count)
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
    this.#rows.view[place] = item
    for (const [thread, { gradients }] of this.#data.memory.threads.entries()) {
      const from = gradients / 4 + item * dimension
      for (let k = 0; k < dimension; k++) {
        floats[into + k] = (thread === 0 ? 0 : floats[into + k]!) + floats[from + k]!
        floats[from + k] = 0
      }
    }
  }

  #applyRows(adam: AdamStep, count: number): void {
    const { memory, shape } = this.#data
    const { weights, firstMoments, secondMoments } = memory
    const range = { weights, gradients: this.#rowGradients, firstMoments, secondMoments }
    updateRows(this.#kernels, count, shape.dimension, this.#rows.offset, range, adam)
  }
}
