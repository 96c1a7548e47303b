/**
 * The diagonal blocks of a blocked Cholesky factorisation: each is factorised and its factor inverted by itself, in double
 * precision, so that everything around them is products of matrices.
 */

/** Rows of a diagonal block. */
export const blockSize = 128

/**
 * The lower triangle of the `size` × `size` block at `at` becomes its Cholesky factor L. `negatedInverse` (blockSize ×
 * blockSize from `inverseAt`) becomes -L⁻¹, zero above the diagonal.
 */
export function factoriseBlock(
  size: number,
  matrix: Float32Array,
  at: number,
  stride: number,
  negatedInverse: Float32Array,
  inverseAt: number,
): void {
  const factor = new Float64Array(size * size)
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) factor[row * size + column] = matrix[at + row * stride + column]!
  cholesky(factor, size)
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) matrix[at + row * stride + column] = factor[row * size + column]!
  const inverse = invertedLower(factor, size)
  negatedInverse.fill(0, inverseAt, inverseAt + blockSize * blockSize)
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++)
      negatedInverse[inverseAt + row * blockSize + column] = -inverse[row * size + column]!
}

/** In place: A = L·Lᵀ, row by row. */
function cholesky(a: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      const sum = a[row * size + column]! - rowProduct(a, row * size, column * size, column)
      a[row * size + column] = sum / a[column * size + column]!
    }
    const square = a[row * size + row]! - rowProduct(a, row * size, row * size, row)
    if (!(square > 0)) throw new RangeError('the matrix is not positive definite: more regularisation is needed')
    a[row * size + row] = Math.sqrt(square)
  }
}

function rowProduct(a: Float64Array, one: number, other: number, count: number): number {
  let sum = 0
  for (let k = 0; k < count; k++) sum += a[one + k]! * a[other + k]!
  return sum
}

/** Row i of L⁻¹ = (e_i - Σ_{k<i} L(i, k) · row k of L⁻¹) / L(i, i) */
function invertedLower(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    const into = row * size
    inverse[into + row] = 1
    for (let k = 0; k < row; k++) {
      const weight = factor[into + k]!
      for (let column = 0; column <= k; column++) inverse[into + column]! -= weight * inverse[k * size + column]!
    }
    const scale = 1 / factor[into + row]!
    for (let column = 0; column <= row; column++) inverse[into + column]! *= scale
  }
  return inverse
}
