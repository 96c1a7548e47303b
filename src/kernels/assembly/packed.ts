/**
 * Products of matrices where one side is used again and again, as the weights of a layer are: it is packed once into panels of
 * 8 columns, block of depth after block. The other side is read where it lies. And the products of two such sides with each
 * other, which are the gradients of the weights: nothing is packed there, and the sums of columns come along for nothing, as one
 * more row of a tile that has rows to spare.
 */

import { packColumns, packRows } from './gemm-pack'
import { A_STEP, B_STEP, copyTile, MR, TILE_COLUMNS, widestTile } from './gemm-tile'
import { finishTile, gateTile, NO_BEND, RELU, rowsTile } from './rows-tile'

/** Depth of a block: a pair of panels that the first cache holds. */
const KC: i32 = 256
/** Rows that are packed at a time, where they are. */
const MC: i32 = 120

/** Within the workspace: packed rows, then a tile for the edges, then columns of the last panels. */
const TILE: usize = 4 * KC * MC
const COLUMNS: usize = TILE + 4 * 8 * 16

/** Columns are filled up with zeros to two panels. */
function paddedColumns(n: i32): i32 {
  return (n + 15) & ~15
}

export function packMatrix(k: i32, n: i32, b: usize, rowStride: i32, columnStride: i32, to: usize): void {
  const columns = paddedColumns(n)
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p)
    const from = b + ((<usize>p * rowStride) << 2)
    packColumns(kc, n, from, rowStride, columnStride, to)
    const packed = (n + 7) & ~7
    memory.fill(to + ((<usize>packed * kc) << 2), 0, (<usize>(columns - packed) * kc) << 2)
    to += (<usize>columns * kc) << 2
  }
}

/** What `finish` says: add rows like C's, put what is below 0 to 0, or put to 0 where such rows are not above it. */
const ADD: i32 = 1
const BEND: i32 = 2
const GATE: i32 = 3

export function multiplyPacked(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRowStride: i32,
  panels: usize,
  bias: usize,
  finish: i32,
  other: usize,
  c: usize,
  cRowStride: i32,
  workspace: usize,
): void {
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p)
    const isFirst = p === 0
    const addend = isFirst ? (finish === ADD ? other : 0) : c
    let bend = NO_BEND
    if (p + kc === k) bend = finish === BEND ? RELU : finish === GATE ? other : NO_BEND
    const from = a + ((<usize>p) << 2)
    multiplyBlock(m, n, kc, from, aRowStride, panels, isFirst ? bias : 0, addend, bend, c, cRowStride, workspace)
    panels += (<usize>paddedColumns(n) * kc) << 2
  }
}

function multiplyBlock(
  m: i32,
  n: i32,
  kc: i32,
  a: usize,
  aRowStride: i32,
  panels: usize,
  bias: usize,
  addend: usize,
  bend: usize,
  c: usize,
  cRowStride: i32,
  workspace: usize,
): void {
  const rowBytes = (<usize>cRowStride) << 2
  const aRowBytes = (<usize>aRowStride) << 2
  const whole = isDefined(WIDE) ? m - (m % MR) : 0
  if (isDefined(WIDE)) {
    // In place of a bias where there is none.
    memory.fill(workspace + TILE, 0, TILE_COLUMNS * 4)
    for (let j = 0; j + TILE_COLUMNS <= n; j += TILE_COLUMNS) {
      const panel = panels + ((<usize>j * kc) << 2)
      const column = (<usize>j) << 2
      const columnBias = bias ? bias + column : workspace + TILE
      for (let i = 0; i < whole; i += MR) {
        const at = <usize>i * rowBytes + column
        const added = addend ? addend + at : 0
        const bent = bend > RELU ? bend + at : bend
        wholeTile(kc, a + <usize>i * aRowBytes, aRowBytes, panel, c + at, rowBytes, columnBias, added, bent)
      }
    }
    const tail = n % TILE_COLUMNS
    if (tail) packedRows(whole, n - tail, n, kc, a, aRowStride, panels, bias, addend, bend, c, rowBytes, workspace)
  }
  if (whole < m) {
    const skipped = <usize>whole * rowBytes
    const rest = a + <usize>whole * aRowBytes
    const added = addend ? addend + skipped : 0
    const bent = bend > RELU ? bend + skipped : bend
    packedRows(m - whole, 0, n, kc, rest, aRowStride, panels, bias, added, bent, c + skipped, rowBytes, workspace)
  }
}

/** MR rows by TILE_COLUMNS of C. */
function wholeTile(
  kc: i32,
  a: usize,
  aRowBytes: usize,
  panel: usize,
  c: usize,
  rowBytes: usize,
  bias: usize,
  addend: usize,
  bend: usize,
): void {
  const gap = (<usize>kc) << 5
  if (bend === RELU) {
    rowsTile(kc, a, aRowBytes, panel, gap, c, rowBytes, bias, addend, 0)
    return
  }
  rowsTile(kc, a, aRowBytes, panel, gap, c, rowBytes, bias, addend, -Infinity)
  if (bend !== NO_BEND) gateTile(c, bend, rowBytes)
}

/** Columns `first` up to `n` of some rows of C, each tile by way of the workspace. */
function packedRows(
  m: i32,
  first: i32,
  n: i32,
  kc: i32,
  a: usize,
  aRowStride: i32,
  panels: usize,
  bias: usize,
  addend: usize,
  bend: usize,
  c: usize,
  rowBytes: usize,
  workspace: usize,
): void {
  for (let i = 0; i < m; i += MC) {
    const mc = min(MC, m - i)
    packRows(mc, kc, a + ((<usize>i * aRowStride) << 2), aRowStride, 1, workspace)
    for (let j = first; j < n; j += TILE_COLUMNS) {
      const panel = panels + ((<usize>j * kc) << 2)
      const column = (<usize>j) << 2
      for (let r = 0; r < mc; r += MR) {
        const at = <usize>(i + r) * rowBytes + column
        widestTile(
          kc,
          workspace + ((<usize>r * kc) << 2),
          A_STEP,
          panel,
          B_STEP,
          (<usize>kc) << 5,
          workspace + TILE,
          TILE_COLUMNS * 4,
          0,
        )
        finishTile(
          min(MR, mc - r),
          min(TILE_COLUMNS, n - j),
          workspace + TILE,
          TILE_COLUMNS * 4,
          c + at,
          rowBytes,
          bias ? bias + column : 0,
          addend ? addend + at : 0,
          bend > RELU ? bend + at : bend,
        )
      }
    }
  }
}

export function addColumnProducts(
  k: i32,
  m: i32,
  n: i32,
  a: usize,
  aRowStride: i32,
  b: usize,
  bRowStride: i32,
  c: usize,
  cRowStride: i32,
  sums: usize,
  workspace: usize,
): void {
  const rest = m % MR
  const aStep = (<usize>aRowStride) << 2
  const bStep = (<usize>bRowStride) << 2
  const tail = n % TILE_COLUMNS
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p)
    packRest(rest, kc, a + ((<usize>(m - rest)) << 2), aRowStride, workspace)
    let j = 0
    for (; j < n - tail; j += TILE_COLUMNS) {
      const at = (<usize>j) << 2
      addStrip(m, kc, TILE_COLUMNS, a, aStep, b + at, bStep, 32, c + at, cRowStride, sums ? sums + at : 0, workspace)
    }
    if (tail) {
      const at = (<usize>j) << 2
      packMatrix(kc, tail, b + at, bRowStride, 1, workspace + COLUMNS)
      const gap = (<usize>kc) << 5
      const columns = workspace + COLUMNS
      addStrip(m, kc, tail, a, aStep, columns, B_STEP, gap, c + at, cRowStride, sums ? sums + at : 0, workspace)
    }
    a += <usize>kc * aStep
    b += <usize>kc * bStep
  }
}

/** The last rows of Aᵀ, fewer than MR, and after them one of ones. */
function packRest(rest: i32, kc: i32, a: usize, aRowStride: i32, to: usize): void {
  if (rest) packRows(rest, kc, a, 1, aRowStride, to)
  else memory.fill(to, 0, <usize>kc * A_STEP)
  to += (<usize>rest) << 2
  for (let p = 0; p < kc; p++) store<f32>(to + <usize>p * A_STEP, 1)
}

/** Up to TILE_COLUMNS columns of C, and of the sums. */
function addStrip(
  m: i32,
  kc: i32,
  columns: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  gap: usize,
  c: usize,
  cRowStride: i32,
  sums: usize,
  workspace: usize,
): void {
  const rowBytes = (<usize>cRowStride) << 2
  let i = 0
  for (; i + MR <= m; i += MR) {
    const from = a + ((<usize>i) << 2)
    const target = c + <usize>i * rowBytes
    if (columns === TILE_COLUMNS) {
      widestTile(kc, from, aStep, b, bStep, gap, target, rowBytes, 1)
    } else {
      widestTile(kc, from, aStep, b, bStep, gap, workspace + TILE, TILE_COLUMNS * 4, 0)
      copyTile(MR, columns, workspace + TILE, target, rowBytes, 1)
    }
  }
  if (i === m && !sums) return
  widestTile(kc, workspace, A_STEP, b, bStep, gap, workspace + TILE, TILE_COLUMNS * 4, 0)
  copyTile(m - i, columns, workspace + TILE, c + <usize>i * rowBytes, rowBytes, 1)
  if (sums) copyTile(1, columns, workspace + TILE + <usize>(m - i) * (TILE_COLUMNS * 4), sums, 0, 1)
}
