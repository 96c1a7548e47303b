/**
 * Eigenvalues and eigenvectors of a small dense symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, 8.5).
 * Cost: some ten sweeps of 4 n³; for matrices of a hundred rows, milliseconds.
 */

export interface SymmetricEigen {
  readonly values: Float64Array
  /** n × n row-major; eigenvectors are columns. */
  readonly vectors: Float64Array
}

const sweepCountMax = 30
const tolerance = 1e-20

export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const a = Float64Array.from(matrix)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) a[i * size + j] = a[j * size + i] = (matrix[i * size + j]! + matrix[j * size + i]!) / 2
  const vectors = new Float64Array(size * size)
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1
  for (let sweep = 0; sweep < sweepCountMax && offDiagonalShare(a, size) > tolerance; sweep++)
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, size, p, q)
  return { values: Float64Array.from({ length: size }, (_, i) => a[i * size + i]!), vectors }
}

function offDiagonalShare(a: Float64Array, size: number): number {
  let off = 0
  let all = 0
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      const square = a[i * size + j]! ** 2
      all += square
      if (i !== j) off += square
    }
  return all > 0 ? off / all : 0
}

/** Makes a(p, q) zero. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q]!
  if (apq === 0) return
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq)
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q, c, s)
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k, c, s)
  for (let k = 0; k < size; k++) turn(vectors, k * size + p, k * size + q, c, s)
}

function turn(values: Float64Array, one: number, two: number, c: number, s: number): void {
  const x = values[one]!
  const y = values[two]!
  values[one] = c * x - s * y
  values[two] = s * x + c * y
}
