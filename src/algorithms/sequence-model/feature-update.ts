/**
 * The step of the feature vectors F. An item's vector is its own part plus Σ F over its features, kept as one sum, so with
 * the gradients dV of those sums
 *
 *   dF = Φᵀ dV,   F ← F + ΔF by Adam,   V ← V + Φ ΔF        with Φ(item, feature) = 1 where the item has the feature
 *
 * and the items' own parts take their usual steps on V. Threads share the features, then the items; they meet in between.
 */

import type { Kernels } from '../../kernels/kernels.ts'
import { type AdamStep, updateRange } from './adam-step.ts'
import type { ThreadData } from './thread-data.ts'
import type { FeatureMemory } from './training-memory.ts'

export class FeatureUpdate {
  readonly #kernels: Kernels
  readonly #floats: Float32Array
  readonly #data: ThreadData
  readonly #memory: FeatureMemory
  readonly #thread: number

  constructor(kernels: Kernels, floats: Float32Array, data: ThreadData, memory: FeatureMemory, thread: number) {
    this.#kernels = kernels
    this.#floats = floats
    this.#data = data
    this.#memory = memory
    this.#thread = thread
  }

  /** The items' gradients are with the first thread. Leaves ΔF. */
  learn(adam: AdamStep): void {
    const memory = this.#memory
    const { dimension } = this.#data.shape
    const [from, to] = this.#partOf(memory.featureCount)
    const items = this.#data.memory.threads[0]!.gradients
    const { itemsOffsets, items: rows, ones, gradients, changes } = memory
    this.#kernels.sparseTimesTable(from, to, dimension, itemsOffsets, rows, ones, items, gradients)
    const [at, count] = [4 * from * dimension, (to - from) * dimension]
    const vectors = memory.vectors + at
    this.#floats.copyWithin((changes + at) / 4, vectors / 4, vectors / 4 + count)
    const range = {
      ...{ weights: vectors, gradients: gradients + at },
      ...{ firstMoments: memory.firstMoments + at, secondMoments: memory.secondMoments + at },
    }
    // An item moves with all of its features at once.
    updateRange(this.#kernels, count, range, { ...adam, learningRate: adam.learningRate / memory.meanCount })
    this.#kernels.scale(count, -1, changes + at)
    this.#kernels.axpy(count, 1, vectors, changes + at)
  }

  /** V ← V + Φ ΔF */
  moveItems(): void {
    const { itemCount, dimension } = this.#data.shape
    const [from, to] = this.#partOf(itemCount)
    const { featuresOffsets, features, ones, changes, itemChanges } = this.#memory
    this.#kernels.sparseTimesTable(from, to, dimension, featuresOffsets, features, ones, changes, itemChanges)
    const at = 4 * from * dimension
    this.#kernels.axpy((to - from) * dimension, 1, itemChanges + at, this.#data.memory.weights + at)
  }

  #partOf(count: number): readonly [number, number] {
    const { length: threadCount } = this.#data.memory.threads
    const cut = (thread: number): number => Math.floor((count * thread) / threadCount)
    return [cut(this.#thread), cut(this.#thread + 1)]
  }
}
