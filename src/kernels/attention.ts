/**
 * Causal attention within sequences that lie end to end, and its gradients, token by token:
 *
 *   share_ij = softmax over j ≤ i of (factor · q_i·k_j + bias of the distance i - j);   out_i = Σ_j share_ij v_j
 */

import { f32At, u32At } from './arena.ts'
import type { Kernels } from './kernels.ts'

/** One head of one sequence: rows of the matrices that `at` and `stride` lead to. */
interface Rows {
  readonly numbers: Float32Array
  readonly at: number
  readonly stride: number
}

const rowOf = ({ numbers, at, stride }: Rows, i: number, width: number): Float32Array =>
  numbers.subarray(at + i * stride, at + i * stride + width)

const product = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * b[at]!, 0)

function addTo(target: Float32Array, factor: number, row: Float32Array): void {
  for (let at = 0; at < target.length; at++) target[at]! += factor * row[at]!
}

/** Calls `visit` with each sequence and head: its length and the index of its first token. */
function eachHead(
  O: Uint32Array,
  sequenceCount: number,
  headCount: number,
  visit: (head: number, start: number, length: number) => void,
): void {
  for (let sequence = 0; sequence < sequenceCount; sequence++) {
    for (let head = 0; head < headCount; head++) visit(head, O[sequence]!, O[sequence + 1]! - O[sequence]!)
  }
}

const biasAt = (biasLength: number, head: number, distance: number): number => (head + 1) * biasLength - 1 - distance

export const attention = (memory: WebAssembly.Memory): Pick<Kernels, 'attention' | 'attentionBackward'> => ({
  attention(sequenceCount, offsets, headCount, headWidth, rowStride, q, k, v, factor, biases, biasLength, ...rest) {
    const [outStride, out, logSums] = rest
    const [B, L] = [f32At(memory, biases), f32At(memory, logSums)]
    eachHead(u32At(memory, offsets), sequenceCount, headCount, (head, start, length) => {
      const rows = (offset: number, stride: number): Rows => ({
        ...{ numbers: f32At(memory, offset), at: start * stride + head * headWidth, stride },
      })
      const [Q, K, V, O] = [rows(q, rowStride), rows(k, rowStride), rows(v, rowStride), rows(out, outStride)]
      for (let i = 0; i < length; i++) {
        const scores = Array.from({ length: i + 1 }, (_, j) => {
          const score = factor * product(rowOf(Q, i, headWidth), rowOf(K, j, headWidth))
          return score + (biases === 0 ? 0 : B[biasAt(biasLength, head, i - j)]!)
        })
        const best = Math.max(...scores)
        const logSum = best + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - best), 0))
        L[(start + i) * headCount + head] = logSum
        const target = rowOf(O, i, headWidth).fill(0)
        for (let j = 0; j <= i; j++) addTo(target, Math.exp(scores[j]! - logSum), rowOf(V, j, headWidth))
      }
    })
  },

  attentionBackward(sequenceCount, offsets, headCount, headWidth, rowStride, q, k, v, factor, biases, ...rest) {
    const [biasLength, outStride, out, logSums, outGradient, qGradient, kGradient, vGradient, biasesGradient] = rest
    const [B, dB, L] = [f32At(memory, biases), f32At(memory, biasesGradient), f32At(memory, logSums)]
    eachHead(u32At(memory, offsets), sequenceCount, headCount, (head, start, length) => {
      const rows = (offset: number, stride = rowStride): Rows => ({
        ...{ numbers: f32At(memory, offset), at: start * stride + head * headWidth, stride },
      })
      const [Q, K, V, dQ, dK, dV] = [rows(q), rows(k), rows(v), rows(qGradient), rows(kGradient), rows(vGradient)]
      const [O, dO] = [rows(out, outStride), rows(outGradient, outStride)]
      for (const gradient of [dQ, dK, dV]) for (let i = 0; i < length; i++) rowOf(gradient, i, headWidth).fill(0)
      for (let i = 0; i < length; i++) {
        const gradient = rowOf(dO, i, headWidth)
        const mean = product(gradient, rowOf(O, i, headWidth))
        for (let j = 0; j <= i; j++) {
          const bias = biasAt(biasLength, head, i - j)
          const score = factor * product(rowOf(Q, i, headWidth), rowOf(K, j, headWidth))
          const logSum = L[(start + i) * headCount + head]!
          const share = Math.exp(score + (biases === 0 ? 0 : B[bias]!) - logSum)
          const slope = share * (product(gradient, rowOf(V, j, headWidth)) - mean)
          if (biases !== 0) dB[bias]! += slope
          addTo(rowOf(dV, j, headWidth), share, gradient)
          addTo(rowOf(dQ, i, headWidth), factor * slope, rowOf(K, j, headWidth))
          addTo(rowOf(dK, j, headWidth), factor * slope, rowOf(Q, i, headWidth))
        }
      }
    })
  },
})
