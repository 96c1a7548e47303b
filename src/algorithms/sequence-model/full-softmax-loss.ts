/**
 * Cross entropy over the whole catalogue: logits = vectors · itemsᵀ + biases, worked through in blocks of rows so that the
 * logits stay in the caches. The gradient of all items is one more product of matrices.
 */

import type { Offset } from '../../kernels/offset.ts'
import type { CatalogueLogits } from './catalogue-logits.ts'
import { gradientAt, type Pass } from './pass.ts'

export class FullSoftmaxLoss {
  readonly #logits: CatalogueLogits

  constructor(logits: CatalogueLogits) {
    this.#logits = logits
  }

  begin(pass: Pass): void {
    this.#logits.pack(pass)
  }

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
    const itemGradients = gradientAt(pass, layout.items)
    this.#logits.compute(pass, count, vectors)
    const loss = kernels.crossEntropyRows(count, itemCount, logits, stride, targets, scale)
    kernels.addColumnSums(count, stride, logits, gradientAt(pass, layout.itemBiases))
    this.#logits.computeBack(pass, count, gradients)
    kernels.addColumnProducts(
      count,
      itemCount,
      dimension,
      logits,
      stride,
      vectors,
      dimension,
      itemGradients,
      dimension,
      0,
      workspace,
    )
    return loss
  }
}
