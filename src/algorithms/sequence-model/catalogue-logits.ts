/** Logits of rows of final vectors over the whole catalogue, some rows at a time. */

import type { Offset } from '../../kernels/kernels.ts'
import type { KernelSpace } from '../../kernels/wasm-kernels.ts'
import { type ModelShape, paddedLength } from './layout.ts'
import type { Pass } from './pass.ts'
import { catalogueRowCount } from './training-memory.ts'

export class CatalogueLogits {
  readonly rowCountMax: number
  /** Numbers from one row to the next. */
  readonly stride: number
  readonly offset: Offset

  constructor({ arena }: KernelSpace, { itemCount }: ModelShape) {
    this.rowCountMax = catalogueRowCount(itemCount)
    this.stride = paddedLength(itemCount)
    this.offset = arena.f32(this.rowCountMax * this.stride).offset
  }

  /** vectors (rows × dimension) · itemsᵀ + biases */
  compute({ kernels, layout, shape, workspace, ...pass }: Pass, rowCount: number, vectors: Offset): void {
    const { itemCount, dimension } = shape
    const items = pass.weights + 4 * layout.items
    const { offset, stride } = this
    kernels.gemm(
      rowCount,
      itemCount,
      dimension,
      vectors,
      dimension,
      1,
      items,
      1,
      dimension,
      offset,
      stride,
      0,
      workspace,
    )
    kernels.addBias(rowCount, stride, pass.weights + 4 * layout.itemBiases, offset)
  }
}
