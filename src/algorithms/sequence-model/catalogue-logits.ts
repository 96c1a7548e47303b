/** Logits of rows of final vectors over the whole catalogue, some rows at a time. */

import { finishing, packedBytes } from '../../kernels/kernels.ts'
import type { Offset } from '../../kernels/offset.ts'
import type { KernelSpace } from '../../kernels/wasm-kernels.ts'
import { type ModelShape, paddedLength } from './layout.ts'
import type { PackedMatrix, Pass } from './pass.ts'
import { catalogueRowCount, isCataloguePacked } from './training-memory.ts'

export class CatalogueLogits {
  readonly rowCountMax: number
  /** Numbers from one row to the next. */
  readonly stride: number
  readonly offset: Offset
  /** Of itemsᵀ and of items, unless there are too many. */
  readonly #packed: PackedMatrix | undefined

  constructor({ arena }: KernelSpace, shape: ModelShape) {
    const { itemCount, dimension } = shape
    this.rowCountMax = catalogueRowCount(itemCount)
    this.stride = paddedLength(itemCount)
    this.offset = arena.f32(this.rowCountMax * this.stride).offset
    this.#packed = isCataloguePacked(shape)
      ? {
          forward: arena.bytes(packedBytes(dimension, itemCount)),
          back: arena.bytes(packedBytes(itemCount, dimension)),
        }
      : undefined
  }

  /** After the weights have changed and before anything else. */
  pack({ kernels, layout, shape, weights }: Pass): void {
    const { itemCount, dimension } = shape
    const items = weights + 4 * layout.items
    if (this.#packed === undefined) return
    kernels.packMatrix(dimension, itemCount, items, 1, dimension, this.#packed.forward)
    kernels.packMatrix(itemCount, dimension, items, dimension, 1, this.#packed.back)
  }

  /** vectors (rows × dimension) · itemsᵀ + biases */
  compute({ kernels, layout, shape, workspace, weights }: Pass, rowCount: number, vectors: Offset): void {
    const { itemCount, dimension } = shape
    const { offset, stride } = this
    const biases = weights + 4 * layout.itemBiases
    if (this.#packed !== undefined) {
      kernels.multiplyPacked(
        ...([rowCount, itemCount, dimension, vectors, dimension, this.#packed.forward] as const),
        ...([biases, finishing.none, 0, offset, stride, workspace] as const),
      )
      return
    }
    const items = weights + 4 * layout.items
    kernels.gemm(
      ...([rowCount, itemCount, dimension, vectors, dimension, 1] as const),
      ...([items, 1, dimension, offset, stride, 0, workspace] as const),
    )
    kernels.addBias(rowCount, stride, biases, offset)
  }

  /** The gradients of the vectors, from those of the logits. */
  computeBack({ kernels, layout, shape, workspace, weights }: Pass, rowCount: number, gradients: Offset): void {
    const { itemCount, dimension } = shape
    const { offset, stride } = this
    if (this.#packed !== undefined) {
      kernels.multiplyPacked(
        ...([rowCount, dimension, itemCount, offset, stride, this.#packed.back] as const),
        ...([0, finishing.none, 0, gradients, dimension, workspace] as const),
      )
      return
    }
    const items = weights + 4 * layout.items
    kernels.gemm(
      ...([rowCount, dimension, itemCount, offset, stride, 1] as const),
      ...([items, dimension, 1, gradients, dimension, 0, workspace] as const),
    )
  }
}
