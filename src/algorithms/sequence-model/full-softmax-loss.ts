/**
 * Cross entropy over the whole catalogue: logits = vectors · itemsᵀ + biases, worked through in blocks of rows so that the
 * logits stay in the caches. The gradient of all items is one more product of matrices.
 */

import type { Offset } from '../../kernels/kernels.ts'
import type { CatalogueLogits } from './catalogue-logits.ts'
import { gradientAt, type Pass, weightAt } from './pass.ts'

export class FullSoftmaxLoss {
  readonly #logits: CatalogueLogits

  constructor(logits: CatalogueLogits) {
    this.#logits = logits
  }

  begin(): void {}

  apply(pass: Pass, rowCount: number, vectors: Offset, targets: Offset, gradients: Offset, scale: number): number {
    const { rowCountMax } = this.#logits
    let sum = 0
    for (let row = 0; row < rowCount; row += rowCountMax) {
      const skipped = 4 * row * pass.shape.dimension
      const count = Math.min(rowCountMax, rowCount - row)
      sum += this.#applyBlock(pass, count, vectors + skipped, targets + 4 * row, gradients + skipped, scale)
    }
    return sum
  }

  end(): void {}

  #applyBlock(pass: Pass, count: number, vectors: Offset, targets: Offset, gradients: Offset, scale: number): number {
    const { kernels, layout, shape, workspace } = pass
    const { itemCount, dimension } = shape
    const { offset: logits, stride } = this.#logits
    const items = weightAt(pass, layout.items)
    const itemGradients = gradientAt(pass, layout.items)
    this.#logits.compute(pass, count, vectors)
    const loss = kernels.crossEntropyRows(count, itemCount, logits, stride, targets, scale)
    kernels.addColumnSums(count, stride, logits, gradientAt(pass, layout.itemBiases))
    kernels.gemm(
      count,
      dimension,
      itemCount,
      logits,
      stride,
      1,
      items,
      dimension,
      1,
      gradients,
      dimension,
      0,
      workspace,
    )
    kernels.gemm(
      itemCount,
      dimension,
      count,
      logits,
      1,
      stride,
      vectors,
      dimension,
      1,
      itemGradients,
      dimension,
      1,
      workspace,
    )
    return loss
  }
}
