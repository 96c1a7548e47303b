/**
 * Cross entropy against items sampled by frequency, the same for all positions of a thread's step. A drawn item's logit less
 * the log of how often it is drawn makes the sum over the sample an unbiased estimate of the sum over the catalogue; the
 * true item stands beside it uncorrected, and is left out where it was drawn. Cost follows the sample, not the catalogue.
 */

import type { Random } from '../../base/random.ts'
import { finishing, packedBytes } from '../../kernels/kernels.ts'
import type { Offset } from '../../kernels/offset.ts'
import type { KernelSpace } from '../../kernels/wasm-kernels.ts'
import { itemFrequencies, NegativeSampler } from './negative-sampler.ts'
import { gradientAt, type Pass, weightAt } from './pass.ts'
import type { ThreadData } from './thread-data.ts'
import type { TouchedRows } from './touched-rows.ts'
import { sampledRowCount } from './training-memory.ts'

export class SampledSoftmaxLoss {
  readonly #sampler: NegativeSampler
  readonly #touched: TouchedRows
  readonly #count: number
  readonly #logits: Offset
  readonly #candidates: { readonly offset: Offset; readonly view: Uint32Array }
  readonly #corrections: { readonly offset: Offset; readonly view: Float32Array }
  readonly #biases: { readonly offset: Offset; readonly view: Float32Array }
  readonly #biasGradients: { readonly offset: Offset; readonly view: Float32Array }
  /** Vectors of the sampled items and their gradients. */
  readonly #vectors: Offset
  readonly #packedTurned: Offset
  readonly #packed: Offset
  readonly #vectorGradients: { readonly offset: Offset; readonly view: Float32Array }
  /** Of the true items of a block of rows. */
  readonly #targetVectors: Offset
  readonly #targetLogits: { readonly offset: Offset; readonly view: Float32Array }
  readonly #noCorrections: Offset

  constructor({ arena }: KernelSpace, { shape, options, rows }: ThreadData, touched: TouchedRows) {
    const count = options.negativeCount
    const frequencies = itemFrequencies(rows.items, rows.itemCount)
    this.#sampler = new NegativeSampler(frequencies, options.negativeFrequencyPower)
    this.#touched = touched
    this.#count = count
    this.#logits = arena.f32(sampledRowCount * count).offset
    this.#candidates = arena.u32(count)
    this.#corrections = arena.f32(count)
    this.#biases = arena.f32(count)
    this.#biasGradients = arena.f32(count)
    this.#vectors = arena.f32(count * shape.dimension).offset
    this.#packedTurned = arena.bytes(packedBytes(shape.dimension, count))
    this.#packed = arena.bytes(packedBytes(count, shape.dimension))
    this.#vectorGradients = arena.f32(count * shape.dimension)
    this.#targetVectors = arena.f32(sampledRowCount * shape.dimension).offset
    this.#targetLogits = arena.f32(sampledRowCount)
    this.#noCorrections = arena.f32(sampledRowCount).offset
  }

  begin(pass: Pass, random: Random): void {
    const { kernels, layout, shape, floats } = pass
    const { view: candidates, offset } = this.#candidates
    this.#sampler.draw(random, candidates, this.#corrections.view)
    this.#touched.touch(candidates)
    kernels.gatherRows(this.#count, shape.dimension, weightAt(pass, layout.items), offset, this.#vectors, 0)
    kernels.packMatrix(shape.dimension, this.#count, this.#vectors, 1, shape.dimension, this.#packedTurned)
    kernels.packMatrix(this.#count, shape.dimension, this.#vectors, shape.dimension, 1, this.#packed)
    const biases = weightAt(pass, layout.itemBiases) / 4
    for (let at = 0; at < this.#count; at++) this.#biases.view[at] = floats[biases + candidates[at]!]!
    this.#biasGradients.view.fill(0)
    this.#vectorGradients.view.fill(0)
  }

  apply(pass: Pass, rowCount: number, vectors: Offset, targets: Offset, gradients: Offset, scale: number): number {
    let sum = 0
    for (let row = 0; row < rowCount; row += sampledRowCount) {
      const skipped = 4 * row * pass.shape.dimension
      const count = Math.min(sampledRowCount, rowCount - row)
      sum += this.#applyBlock(pass, count, vectors + skipped, targets + 4 * row, gradients + skipped, scale)
    }
    return sum
  }

  end(pass: Pass): void {
    const { kernels, layout, shape, floats } = pass
    const { view: candidates, offset } = this.#candidates
    const into = gradientAt(pass, layout.items)
    kernels.scatterAddRows(this.#count, shape.dimension, this.#vectorGradients.offset, offset, into)
    const biases = gradientAt(pass, layout.itemBiases) / 4
    for (let at = 0; at < this.#count; at++) floats[biases + candidates[at]!]! += this.#biasGradients.view[at]!
  }

  #applyBlock(
    pass: Pass,
    rowCount: number,
    vectors: Offset,
    targets: Offset,
    gradients: Offset,
    scale: number,
  ): number {
    const { kernels, shape, workspace } = pass
    const { dimension } = shape
    const width = this.#count
    const logits = this.#logits
    kernels.multiplyPacked(
      ...([rowCount, width, dimension, vectors, dimension, this.#packedTurned] as const),
      ...([this.#biases.offset, finishing.none, 0, logits, width, workspace] as const),
    )
    this.#targetLogitsOf(pass, rowCount, vectors, targets)
    const { offset: own } = this.#targetLogits
    const { offset: candidates } = this.#candidates
    const { offset: corrections } = this.#corrections
    const none = this.#noCorrections
    const loss = kernels.sampledCrossEntropyRows(
      rowCount,
      width,
      logits,
      width,
      candidates,
      corrections,
      targets,
      own,
      none,
      scale,
    )
    kernels.addColumnSums(rowCount, width, logits, this.#biasGradients.offset)
    kernels.multiplyPacked(
      ...([rowCount, dimension, width, logits, width, this.#packed] as const),
      ...([0, finishing.none, 0, gradients, dimension, workspace] as const),
    )
    const sampled = this.#vectorGradients.offset
    kernels.addColumnProducts(
      rowCount,
      width,
      dimension,
      logits,
      width,
      vectors,
      dimension,
      sampled,
      dimension,
      0,
      workspace,
    )
    kernels.addScaledRows(rowCount, dimension, own, this.#targetVectors, gradients)
    this.#addTargetGradients(pass, rowCount, vectors, targets)
    return loss
  }

  #targetLogitsOf(pass: Pass, rowCount: number, vectors: Offset, targets: Offset): void {
    const { kernels, layout, shape, floats } = pass
    const items = weightAt(pass, layout.items)
    const biases = weightAt(pass, layout.itemBiases) / 4
    kernels.gatherRows(rowCount, shape.dimension, items, targets, this.#targetVectors, 0)
    kernels.rowDots(rowCount, shape.dimension, vectors, this.#targetVectors, this.#targetLogits.offset)
    const { view } = this.#targetLogits
    for (let row = 0; row < rowCount; row++) view[row]! += floats[biases + this.#itemAt(pass, targets, row)]!
  }

  /** Each row's vector times its gradient, added to the true item's. */
  #addTargetGradients(pass: Pass, rowCount: number, vectors: Offset, targets: Offset): void {
    const { kernels, layout, shape, floats } = pass
    const { dimension } = shape
    const scaled = this.#targetVectors
    floats.fill(0, scaled / 4, scaled / 4 + rowCount * dimension)
    kernels.addScaledRows(rowCount, dimension, this.#targetLogits.offset, vectors, scaled)
    kernels.scatterAddRows(rowCount, dimension, scaled, targets, gradientAt(pass, layout.items))
    const biases = gradientAt(pass, layout.itemBiases) / 4
    const { view } = this.#targetLogits
    for (let row = 0; row < rowCount; row++) floats[biases + this.#itemAt(pass, targets, row)]! += view[row]!
  }

  #itemAt({ indices }: Pass, targets: Offset, row: number): number {
    return indices[targets / 4 + row]!
  }
}
