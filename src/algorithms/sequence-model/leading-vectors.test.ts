import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { historiesOf } from '../algorithms.contract.ts'
import type { ItemRows } from '../histories.ts'
import { positiveMutualInformation } from './co-occurrence-matrix.ts'
import { leadingVectors } from './leading-vectors.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

/** Every cell written out. */
function sparse(dense: Float64Array, size: number): ItemRows {
  const offsets = Uint32Array.from({ length: size + 1 }, (_, row) => row * size)
  return { offsets, items: Uint32Array.from(dense, (_, at) => at % size), weights: Float32Array.from(dense) }
}

function symmetric(size: number, seed: number): Float64Array {
  const random = seededRandom(seed)
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = Math.fround(random.next() - 0.5)
  return matrix
}

test('symmetric eigen: matrix times vector is value times vector, and vectors have length 1', () => {
  const size = 9
  const matrix = symmetric(size, 1)
  const { values, vectors } = symmetricEigen(matrix, size)
  for (let column = 0; column < size; column++)
    for (let i = 0; i < size; i++) {
      let image = 0
      for (let j = 0; j < size; j++) image += matrix[i * size + j]! * vectors[j * size + column]!
      assert.ok(Math.abs(image - values[column]! * vectors[i * size + column]!) < 1e-10)
    }
})

test('leading vectors: of a matrix of rank 3 they are the three, and give it back', () => {
  const size = 40
  const random = seededRandom(5)
  const factors = Array.from({ length: 3 }, () => Float64Array.from({ length: size }, () => random.next() - 0.5))
  const signs = [3, -2, 1]
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      for (const [k, factor] of factors.entries()) matrix[i * size + j]! += signs[k]! * factor[i]! * factor[j]!
  const { values, vectors } = leadingVectors(sparse(matrix, size), 3, 1)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      let sum = 0
      for (let k = 0; k < 3; k++) sum += values[k]! * vectors[i * 3 + k]! * vectors[j * 3 + k]!
      assert.ok(Math.abs(sum - matrix[i * size + j]!) < 1e-4, `${sum} for ${matrix[i * size + j]}`)
    }
})

test('leading vectors: fewer rows than asked for are enough', () => {
  const { values, vectors } = leadingVectors(sparse(Float64Array.of(2, 0, 0, 1), 2), 5, 1)
  assert.equal(values.length, 2)
  assert.equal(vectors.length, 4)
  assert.ok(Math.abs(values[0]! - 2) < 1e-6)
})

test('mutual information: pairs near each other above chance count, symmetrically; distant pairs do not', () => {
  const { offsets, items, weights } = positiveMutualInformation(historiesOf([[0, 1], [0, 1], [2, 3], [2, 3], []], 4))
  const cell = (row: number, column: number): number => {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) if (items[at] === column) return weights[at]!
    return 0
  }
  // Pairs (0,1) and (2,3) twice each, both ways: ΣC = 8, C(i) = 2, hence ln (2 · 8 / 4).
  assert.ok(Math.abs(cell(0, 1) - Math.log(4)) < 1e-6)
  assert.equal(cell(0, 1), cell(1, 0))
  assert.equal(cell(1, 2), 0)
})
