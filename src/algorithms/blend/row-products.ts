/**
 * The product of every row of a matrix with a vector, on the kernels: 100,000 rows of 64 in about a millisecond. The matrix
 * is copied once into a memory of its own that lives as long as the matrix.
 */

import type { Block } from '../../kernels/arena.ts'
import { type KernelSpace, openKernels } from '../../kernels/wasm-kernels.ts'

type Floats = Float32Array<ArrayBuffer>

const products = new WeakMap<Floats, RowProducts>()

/** `matrix` is row-major with as many rows as `out` is long; widths are multiples of 4. */
export function multiplyRows(matrix: Floats, vector: Floats, out: Floats): void {
  const known = products.get(matrix) ?? new RowProducts(matrix, vector.length)
  products.set(matrix, known)
  known.multiply(vector, out)
}

/** Bytes the copy takes. */
export const rowProductBytes = (rowCount: number, width: number): number =>
  4 * (rowCount * width + width + 2 * rowCount)

const slackBytes = 65536

class RowProducts {
  readonly #space: KernelSpace
  readonly #width: number
  readonly #rowCount: number
  readonly #matrix: Block<Float32Array>
  readonly #vector: Block<Float32Array>
  readonly #every: Block<Uint32Array>
  readonly #out: Block<Float32Array>

  constructor(matrix: Floats, width: number) {
    this.#width = width
    this.#rowCount = width > 0 ? matrix.length / width : 0
    this.#space = openKernels({ byteCountMax: rowProductBytes(this.#rowCount, width) + slackBytes })
    const { arena } = this.#space
    this.#matrix = arena.f32(matrix.length)
    this.#matrix.view.set(matrix)
    this.#vector = arena.f32(width)
    this.#every = arena.u32(this.#rowCount)
    for (let row = 0; row < this.#rowCount; row++) this.#every.view[row] = row
    this.#out = arena.f32(this.#rowCount)
  }

  multiply(vector: Floats, out: Floats): void {
    this.#vector.view.set(vector)
    const { gatherDots } = this.#space.kernels
    const [matrix, every] = [this.#matrix.offset, this.#every.offset]
    gatherDots(this.#rowCount, this.#width, matrix, every, this.#vector.offset, this.#out.offset)
    out.set(this.#out.view)
  }
}
