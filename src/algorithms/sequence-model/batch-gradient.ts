/**
 * The gradient of one thread's share of a batch. Chunks pass through the model in groups that fit the caches; gradients add
 * up over the groups. Which positions have a loss is drawn per position, in proportion to the weight of what comes next;
 * positions without one cost nothing above the last attention.
 */

import type { Random } from '../../base/random.ts'
import type { Offset } from '../../kernels/offset.ts'
import type { KernelSpace } from '../../kernels/wasm-kernels.ts'
import type { EpochPlan } from './batches.ts'
import { CatalogueLogits } from './catalogue-logits.ts'
import type { ContextCodes } from './context.ts'
import { FullSoftmaxLoss } from './full-softmax-loss.ts'
import { GroupBuffers } from './group-buffers.ts'
import { chanceOf, type LossChances, lossChances } from './loss-chances.ts'
import { backward, forward } from './model-pass.ts'
import { openPass } from './open-pass.ts'
import { packWeights } from './packed-weights.ts'
import type { Group, Pass } from './pass.ts'
import { SampledSoftmaxLoss } from './sampled-softmax-loss.ts'
import type { ThreadData } from './thread-data.ts'
import { TouchedRows } from './touched-rows.ts'
import { groupTokenCount } from './training-memory.ts'

/** Chunks whose context is hidden, or one column of several, so that the model also answers where it is not known. */
const hiddenContextShare = 0.1

export interface Loss {
  readonly sum: number
  readonly count: number
}

/** A loss over the catalogue, or over a sample of it. */
export interface SoftmaxLoss {
  /** Once a step, before its groups. */
  begin(pass: Pass, random: Random): void
  /**
   * Rows of final vectors at `vectors`, u32 targets at `targets`: returns the sum of the losses, leaves the gradient of the
   * vectors, each loss times `scale`, at `gradients`, and adds those of the items.
   */
  apply(pass: Pass, rowCount: number, vectors: Offset, targets: Offset, gradients: Offset, scale: number): number
  /** Once a step, after its groups. */
  end(pass: Pass): void
}

export class BatchGradient {
  /** Without dropout: what answers. */
  readonly pass: Pass
  readonly buffers: GroupBuffers
  readonly logits: CatalogueLogits
  readonly #data: ThreadData
  readonly #loss: SoftmaxLoss
  readonly #touched: TouchedRows | undefined
  readonly #chances: LossChances

  constructor(space: KernelSpace, data: ThreadData, thread: number) {
    this.#data = data
    const { shape, options, memory, rows } = data
    const own = memory.threads[thread]!
    this.pass = openPass(space, shape, memory.weights, own.gradients, groupTokenCount + shape.lengthMax)
    this.buffers = new GroupBuffers(space.memory, this.pass.tape)
    const isFull = rows.itemCount <= options.fullSoftmaxItemCountMax
    const touched = isFull ? undefined : new TouchedRows(space.memory, own, shape.itemCount)
    this.#touched = touched
    this.logits = new CatalogueLogits(space, shape)
    this.#loss = touched === undefined ? new FullSoftmaxLoss(this.logits) : new SampledSoftmaxLoss(space, data, touched)
    this.#chances = lossChances(isFull ? options.fullSoftmaxShare : 1, rows.weights)
  }

  /** Adds the gradients of the chunks in `share`, for the mean over a batch of `batchTokenCount` positions. */
  compute(plan: EpochPlan, share: readonly number[], batchTokenCount: number, random: Random): Loss {
    this.#touched?.clear()
    packWeights(this.pass)
    this.#loss.begin(this.pass, random)
    const scale = 1 / Math.max(1, batchTokenCount * this.#chances.mean)
    let sum = 0
    let count = 0
    for (let next = 0; next < share.length; ) {
      const end = endOfGroup(plan, share, next)
      const group = this.#fill(plan, share.slice(next, end), random)
      const pass = { ...this.pass, dropout: this.#data.options.dropout, seed: random.below(2 ** 26) }
      if (group.rowCount > 0) sum += this.#passGroup(pass, group, scale)
      count += group.rowCount
      next = end
    }
    this.#loss.end(this.pass)
    return { sum, count }
  }

  #fill(plan: EpochPlan, chunks: readonly number[], random: Random): Group {
    const { items, weights, contexts } = this.#data.rows
    this.buffers.clear()
    for (const chunk of chunks) {
      const start = plan.starts[chunk]!
      const length = plan.lengths[chunk]!
      this.buffers.addChunk(items, start, length, contexts && shownOf(contexts, random))
      for (let at = 0; at < length; at++) {
        const chance = chanceOf(this.#chances, weights === undefined ? 1 : weights[start + at + 1]!)
        if (chance >= 1 || random.next() < chance) this.buffers.addRow(length - at, items[start + at + 1]!)
      }
    }
    const group = this.buffers.group()
    this.#touched?.touch(this.buffers.items.subarray(0, group.tokenCount))
    this.#touched?.touch(this.buffers.targets.subarray(0, group.rowCount))
    return group
  }

  #passGroup(pass: Pass, group: Group, scale: number): number {
    const { tape } = pass
    forward(pass, group)
    const sum = this.#loss.apply(pass, group.rowCount, tape.finalNorm.out, tape.targets, tape.rowGradients, scale)
    backward(pass, group)
    return sum
  }
}

function shownOf(contexts: ContextCodes, random: Random): ContextCodes | undefined {
  if (random.next() < hiddenContextShare) return undefined
  return contexts.length === 1
    ? contexts
    : contexts.map(codes => (random.next() < hiddenContextShare ? undefined : codes))
}

/** One past the last chunk of `share` that goes into a group with the one at `first`. */
function endOfGroup({ lengths }: EpochPlan, share: readonly number[], first: number): number {
  let end = first
  let tokenCount = 0
  while (end < share.length && (end === first || tokenCount + lengths[share[end]!]! <= groupTokenCount))
    tokenCount += lengths[share[end++]!]!
  return end
}
