/**
 * Causal attention within sequences that lie end to end. For each sequence and head, keys and values are packed once into
 * the panels of gemm; then MR queries at a time meet the keys up to the last of them, so that of the half above the diagonal
 * only corners are computed. All of it stays in the first caches up to a few hundred positions.
 */

import { closeRow, EDGE_TILE, isWhole, mixRows, mixWhole, padded, productsUpTo } from './attention-rows'
import { logarithm } from './cross-entropy'
import { exponential } from './exponential'
import { packColumns, packRows } from './gemm-pack'
import { A_STEP, MR } from './gemm-tile'
import { highest } from './softmax'
import { scale } from './vectors'

export function attention(
  sequenceCount: i32,
  offsets: usize,
  headCount: i32,
  headWidth: i32,
  rowStride: i32,
  q: usize,
  k: usize,
  v: usize,
  factor: f32,
  biases: usize,
  biasLength: i32,
  outStride: i32,
  out: usize,
  logSums: usize,
  workspace: usize,
): void {
  for (let sequence = 0; sequence < sequenceCount; sequence++) {
    const start = load<u32>(offsets + ((<usize>sequence) << 2))
    const length = <i32>(load<u32>(offsets + ((<usize>sequence) << 2), 4) - start)
    for (let head = 0; head < headCount; head++) {
      const at = (<usize>start * rowStride + <usize>(head * headWidth)) << 2
      const outAt = (<usize>start * outStride + <usize>(head * headWidth)) << 2
      const logSumsAt = logSums + ((<usize>start * headCount + head) << 2)
      const bias = biases ? biases + ((<usize>((head + 1) * biasLength - 1)) << 2) : 0
      const packedBytes = (<usize>(padded(length) * headWidth)) << 2
      packColumns(headWidth, length, k + at, 1, rowStride, workspace)
      packColumns(length, headWidth, v + at, rowStride, 1, workspace + packedBytes)
      for (let i = 0; i < length; i += MR) {
        const rest = workspace + 2 * packedBytes
        attendRows(i, length, headWidth, rowStride, q + at, factor, bias, outStride, out + outAt, workspace, rest)
        copyLogSums(min(MR, length - i), rest, logSumsAt + ((<usize>i * headCount) << 2), headCount)
      }
    }
  }
}

/** `rest` begins with the rows' log sums, then come the inverses of the sums, an edge tile, the scores and a panel. */
const INVERSES: usize = 32
const EDGE: usize = 64
const SCORES: usize = EDGE + EDGE_TILE

function attendRows(
  i: i32,
  length: i32,
  headWidth: i32,
  rowStride: i32,
  q: usize,
  factor: f32,
  bias: usize,
  outStride: i32,
  out: usize,
  keyPanels: usize,
  rest: usize,
): void {
  const count = min(MR, length - i)
  const depth = i + count
  const width = padded(depth)
  const valuePanels = keyPanels + ((<usize>(padded(length) * headWidth)) << 2)
  const rowBytes = (<usize>padded(length)) << 2
  const scores = rest + SCORES
  const panel = scores + <usize>MR * rowBytes
  productsUpTo(i, count, headWidth, q, rowStride, factor, keyPanels, scores, rowBytes, panel)
  for (let r = 0; r < count; r++) {
    const row = scores + <usize>r * rowBytes
    closeRow(i + r + 1, width, row, bias)
    const best = highest(i + r + 1, row)
    const sum = exponential(width, row, best)
    store<f32>(rest + ((<usize>r) << 2), 1 / sum, INVERSES)
    store<f32>(rest + ((<usize>r) << 2), best + <f32>logarithm(sum))
  }
  const outBytes = (<usize>outStride) << 2
  const outRows = out + <usize>i * outBytes
  if (isDefined(WIDE) && isWhole(count, headWidth)) {
    mixWhole(depth, headWidth, scores, rowBytes, valuePanels, length, outRows, outBytes, rest + EDGE)
  } else {
    packRows(count, depth, scores, padded(length), 1, panel)
    mixRows(count, depth, headWidth, panel, A_STEP, valuePanels, 0, length, outRows, outBytes, rest + EDGE)
  }
  for (let r = 0; r < count; r++) {
    scale(headWidth, load<f32>(rest + ((<usize>r) << 2), INVERSES), outRows + <usize>r * outBytes)
  }
}

function copyLogSums(count: i32, from: usize, to: usize, stride: i32): void {
  for (let r = 0; r < count; r++) store<f32>(to + ((<usize>(r * stride)) << 2), load<f32>(from + ((<usize>r) << 2)))
}
