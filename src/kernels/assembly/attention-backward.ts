/**
 * The way back of attention. The shares are computed again from the kept log sums, whole matrices of one sequence and head
 * at a time:
 *
 *   P = e^(factor q kᵀ + bias - log sum);  dV = Pᵀ dO;  dS = P ∘ (dO Vᵀ - rowsum(dO ∘ O));  dQ = factor dS K;  dK = factor dSᵀ Q
 */

import { closeRow, EDGE_TILE, isWhole, mixRows, mixWhole, padded, productsUpTo, scaleRows } from './attention-rows'
import { exponential } from './exponential'
import { packColumns, packRows } from './gemm-pack'
import { A_STEP, MR } from './gemm-tile'
import { dot } from './vectors'

export function attentionBackward(
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
  outGradient: usize,
  qGradient: usize,
  kGradient: usize,
  vGradient: usize,
  biasesGradient: usize,
  workspace: usize,
): void {
  for (let sequence = 0; sequence < sequenceCount; sequence++) {
    const start = load<u32>(offsets + ((<usize>sequence) << 2))
    const length = <i32>(load<u32>(offsets + ((<usize>sequence) << 2), 4) - start)
    for (let head = 0; head < headCount; head++) {
      const at = (<usize>start * rowStride + <usize>(head * headWidth)) << 2
      const outAt = (<usize>start * outStride + <usize>(head * headWidth)) << 2
      const logSumsAt = logSums + ((<usize>start * headCount + head) << 2)
      const last = (<usize>((head + 1) * biasLength - 1)) << 2
      const bias = biases ? biases + last : 0
      const biasGradient = biases ? biasesGradient + last : 0
      packAll(length, headWidth, rowStride, q + at, k + at, v + at, outStride, outGradient + outAt, workspace)
      for (let i = 0; i < length; i += MR) {
        shareRows(i, length, headWidth, rowStride, q + at, factor, bias, logSumsAt, headCount, workspace)
        slopeRows(i, length, headWidth, outStride, out + outAt, outGradient + outAt, workspace)
        if (bias) addToBiases(i, length, headWidth, biasGradient, workspace)
        queryGradient(i, length, headWidth, rowStride, factor, qGradient + at, workspace)
      }
      for (let j = 0; j < length; j += MR) {
        keyValueGradient(j, length, headWidth, rowStride, factor, kGradient + at, vGradient + at, workspace)
      }
    }
  }
}

/** The workspace: five packed matrices of one size, two square ones with room for an edge tile, a panel, an edge tile. */
function packedBytes(length: i32, headWidth: i32): usize {
  return (<usize>(padded(length) * headWidth)) << 2
}

function sharesAt(length: i32, headWidth: i32, workspace: usize): usize {
  return workspace + 5 * packedBytes(length, headWidth)
}

function slopesAt(length: i32, headWidth: i32, workspace: usize): usize {
  return sharesAt(length, headWidth, workspace) + <usize>((length + MR) * padded(length) * 4)
}

function edgeAt(length: i32, headWidth: i32, workspace: usize): usize {
  return slopesAt(length, headWidth, workspace) + <usize>((length + MR) * padded(length) * 4)
}

/** Keys and values as columns; keys, queries and gradients as rows. */
function packAll(
  length: i32,
  headWidth: i32,
  rowStride: i32,
  q: usize,
  k: usize,
  v: usize,
  outStride: i32,
  outGradient: usize,
  workspace: usize,
): void {
  const bytes = packedBytes(length, headWidth)
  packColumns(headWidth, length, k, 1, rowStride, workspace)
  packColumns(headWidth, length, v, 1, rowStride, workspace + bytes)
  packColumns(length, headWidth, k, rowStride, 1, workspace + 2 * bytes)
  packColumns(length, headWidth, q, rowStride, 1, workspace + 3 * bytes)
  packColumns(length, headWidth, outGradient, outStride, 1, workspace + 4 * bytes)
}

/** Rows of P. */
function shareRows(
  i: i32,
  length: i32,
  headWidth: i32,
  rowStride: i32,
  q: usize,
  factor: f32,
  bias: usize,
  logSums: usize,
  headCount: i32,
  workspace: usize,
): void {
  const count = min(MR, length - i)
  const width = padded(i + count)
  const rowBytes = (<usize>padded(length)) << 2
  const rows = sharesAt(length, headWidth, workspace) + <usize>i * rowBytes
  const panel = edgeAt(length, headWidth, workspace) + EDGE_TILE
  productsUpTo(i, count, headWidth, q, rowStride, factor, workspace, rows, rowBytes, panel)
  for (let r = 0; r < count; r++) {
    const row = rows + <usize>r * rowBytes
    closeRow(i + r + 1, width, row, bias)
    exponential(width, row, load<f32>(logSums + ((<usize>((i + r) * headCount)) << 2)))
  }
}

/** Rows of dS. */
function slopeRows(
  i: i32,
  length: i32,
  headWidth: i32,
  outStride: i32,
  out: usize,
  outGradient: usize,
  workspace: usize,
): void {
  const count = min(MR, length - i)
  const bytes = (<usize>padded(i + count)) << 2
  const rowBytes = (<usize>padded(length)) << 2
  const rows = slopesAt(length, headWidth, workspace) + <usize>i * rowBytes
  const shares = sharesAt(length, headWidth, workspace) + <usize>i * rowBytes
  const valuePanels = workspace + packedBytes(length, headWidth)
  const panel = edgeAt(length, headWidth, workspace) + EDGE_TILE
  productsUpTo(i, count, headWidth, outGradient, outStride, 1, valuePanels, rows, rowBytes, panel)
  for (let r = 0; r < count; r++) {
    const rowAt = (<usize>((i + r) * outStride)) << 2
    const mean = f32x4.splat(dot(headWidth, out + rowAt, outGradient + rowAt))
    for (let at = <usize>r * rowBytes; at < <usize>r * rowBytes + bytes; at += 16) {
      v128.store(rows + at, f32x4.mul(v128.load(shares + at), f32x4.sub(v128.load(rows + at), mean)))
    }
  }
}

function addToBiases(i: i32, length: i32, headWidth: i32, biasGradient: usize, workspace: usize): void {
  const rowBytes = (<usize>padded(length)) << 2
  let row = slopesAt(length, headWidth, workspace) + <usize>i * rowBytes
  for (let r = 0; r < min(MR, length - i); r++) {
    const target = biasGradient - ((<usize>(i + r)) << 2)
    const bytes = (<usize>(i + r + 1)) << 2
    for (let at: usize = 0; at < bytes; at += 4) {
      store<f32>(target + at, load<f32>(target + at) + load<f32>(row + at))
    }
    row += rowBytes
  }
}

function queryGradient(
  i: i32,
  length: i32,
  headWidth: i32,
  rowStride: i32,
  factor: f32,
  qGradient: usize,
  workspace: usize,
): void {
  const count = min(MR, length - i)
  const depth = i + count
  const rows = slopesAt(length, headWidth, workspace) + ((<usize>(i * padded(length))) << 2)
  const edge = edgeAt(length, headWidth, workspace)
  const keyRows = workspace + 2 * packedBytes(length, headWidth)
  const outBytes = (<usize>rowStride) << 2
  const out = qGradient + <usize>i * outBytes
  if (isDefined(WIDE) && isWhole(count, headWidth)) {
    mixWhole(depth, headWidth, rows, (<usize>padded(length)) << 2, keyRows, length, out, outBytes, edge)
  } else {
    packRows(count, depth, rows, padded(length), 1, edge + EDGE_TILE)
    mixRows(count, depth, headWidth, edge + EDGE_TILE, A_STEP, keyRows, 0, length, out, outBytes, edge)
  }
  scaleRows(count, headWidth, factor, out, outBytes)
}

/** Of positions j to j + MR, from all positions that see them. */
function keyValueGradient(
  j: i32,
  length: i32,
  headWidth: i32,
  rowStride: i32,
  factor: f32,
  kGradient: usize,
  vGradient: usize,
  workspace: usize,
): void {
  const count = min(MR, length - j)
  const depth = length - j
  const stride = padded(length)
  const corner = (<usize>(j * stride + j)) << 2
  const bytes = packedBytes(length, headWidth)
  const edge = edgeAt(length, headWidth, workspace)
  const panel = edge + EDGE_TILE
  const outBytes = (<usize>rowStride) << 2
  const slopes = slopesAt(length, headWidth, workspace) + corner
  const kAt = kGradient + <usize>j * outBytes
  mixColumns(count, depth, headWidth, slopes, stride, panel, workspace + 3 * bytes, j, length, kAt, outBytes, edge)
  scaleRows(count, headWidth, factor, kAt, outBytes)
  const shares = sharesAt(length, headWidth, workspace) + corner
  const vAt = vGradient + <usize>j * outBytes
  mixColumns(count, depth, headWidth, shares, stride, panel, workspace + 4 * bytes, j, length, vAt, outBytes, edge)
}

/** Columns are what a tile reads: MR of them where they lie, fewer by way of a panel. */
function mixColumns(
  count: i32,
  depth: i32,
  width: i32,
  columns: usize,
  stride: i32,
  panel: usize,
  rightPanels: usize,
  from: i32,
  length: i32,
  out: usize,
  outBytes: usize,
  edge: usize,
): void {
  if (count === MR) {
    const step = (<usize>stride) << 2
    mixRows(count, depth, width, columns, step, rightPanels, from, length, out, outBytes, edge)
  } else {
    packRows(count, depth, columns, 1, stride, panel)
    mixRows(count, depth, width, panel, A_STEP, rightPanels, from, length, out, outBytes, edge)
  }
}
