/**
 * Packing for gemm. A becomes panels of MR rows, stored column by column; B becomes panels of 8 columns, stored row by row;
 * what lies beyond the edge is 0. Rows that lie one number apart are copied, columns that lie one number apart are
 * transposed four by four; any other stride goes one number at a time.
 */

import { MR } from './gemm-tile'

/** `rows` × `k` of A, panel after panel. */
export function packRows(rows: i32, k: i32, a: usize, rowStride: i32, columnStride: i32, to: usize): void {
  const panelBytes = (<usize>(MR * k)) << 2
  for (let i = 0; i < rows; i += MR) {
    const from = a + ((<usize>i * rowStride) << 2)
    if (rows - i < MR) packAny(min(MR, rows - i), MR, k, from, rowStride, columnStride, to)
    else if (columnStride === 1) packRowsAcross(k, from, (<usize>rowStride) << 2, to)
    else if (rowStride === 1) packRowsAlong(k, from, (<usize>columnStride) << 2, to)
    else packAny(MR, MR, k, from, rowStride, columnStride, to)
    to += panelBytes
  }
}

/** `k` × `columns` of B, panel after panel. */
export function packColumns(k: i32, columns: i32, b: usize, rowStride: i32, columnStride: i32, to: usize): void {
  const panelBytes = (<usize>k) << 5
  for (let j = 0; j < columns; j += 8) {
    const from = b + ((<usize>j * columnStride) << 2)
    if (columns - j < 8) packAny(columns - j, 8, k, from, columnStride, rowStride, to)
    else if (columnStride === 1) packColumnsAlong(k, from, (<usize>rowStride) << 2, to)
    else if (rowStride === 1) packColumnsAcross(k, from, (<usize>columnStride) << 2, to)
    else packAny(8, 8, k, from, columnStride, rowStride, to)
    to += panelBytes
  }
}

/** `width` lanes of which `lanes` exist: lane l of step p is at `from + l * laneStride + p * stepStride`. */
function packAny(lanes: i32, width: i32, k: i32, from: usize, laneStride: i32, stepStride: i32, to: usize): void {
  const laneBytes = (<usize>laneStride) << 2
  const stepBytes = (<usize>stepStride) << 2
  for (let p = 0; p < k; p++) {
    let at = from
    for (let lane = 0; lane < lanes; lane++) {
      store<f32>(to + ((<usize>lane) << 2), load<f32>(at))
      at += laneBytes
    }
    for (let lane = lanes; lane < width; lane++) store<f32>(to + ((<usize>lane) << 2), 0)
    from += stepBytes
    to += (<usize>width) << 2
  }
}

function packRowsAlong(k: i32, from: usize, stepBytes: usize, to: usize): void {
  for (let p = 0; p < k; p++) {
    v128.store(to, v128.load(from))
    store<f32>(to, load<f32>(from, 16), 16)
    if (MR === 6) store<f32>(to, load<f32>(from, 20), 20)
    from += stepBytes
    to += MR * 4
  }
}

function packColumnsAlong(k: i32, from: usize, stepBytes: usize, to: usize): void {
  for (let p = 0; p < k; p++) {
    v128.store(to, v128.load(from))
    v128.store(to, v128.load(from, 16), 16)
    from += stepBytes
    to += 32
  }
}

/** Four rows of four numbers, transposed, with `toBytes` between the columns. */
function transpose4x4(from: usize, rowBytes: usize, to: usize, toBytes: usize): void {
  const r0 = v128.load(from)
  const r1 = v128.load(from + rowBytes)
  const r2 = v128.load(from + 2 * rowBytes)
  const r3 = v128.load(from + 3 * rowBytes)
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5)
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7)
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5)
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5))
  v128.store(to + toBytes, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7))
  v128.store(to + 2 * toBytes, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5))
  v128.store(to + 3 * toBytes, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7))
}

/** The fifth row, or the fifth and sixth, of four columns. */
function packLastRows(from: usize, rowBytes: usize, to: usize): void {
  const r4 = v128.load(from)
  if (MR === 6) {
    const r5 = v128.load(from + rowBytes)
    const low = v128.shuffle<f32>(r4, r5, 0, 4, 1, 5)
    const high = v128.shuffle<f32>(r4, r5, 2, 6, 3, 7)
    v128.store64_lane(to, low, 0, 16)
    v128.store64_lane(to, low, 1, 40)
    v128.store64_lane(to, high, 0, 64)
    v128.store64_lane(to, high, 1, 88)
  } else {
    v128.store32_lane(to, r4, 0, 16)
    v128.store32_lane(to, r4, 1, 36)
    v128.store32_lane(to, r4, 2, 56)
    v128.store32_lane(to, r4, 3, 76)
  }
}

function packRowsAcross(k: i32, from: usize, rowBytes: usize, to: usize): void {
  const fifth = from + 4 * rowBytes
  let p = 0
  for (; p + 4 <= k; p += 4) {
    const at = (<usize>p) << 2
    transpose4x4(from + at, rowBytes, to, MR * 4)
    packLastRows(fifth + at, rowBytes, to)
    to += MR * 16
  }
  if (p < k) packAny(MR, MR, k - p, from + ((<usize>p) << 2), <i32>(rowBytes >> 2), 1, to)
}

function packColumnsAcross(k: i32, from: usize, columnBytes: usize, to: usize): void {
  let p = 0
  for (; p + 4 <= k; p += 4) {
    const at = from + ((<usize>p) << 2)
    transpose4x4(at, columnBytes, to, 32)
    transpose4x4(at + 4 * columnBytes, columnBytes, to + 16, 32)
    to += 128
  }
  if (p < k) packAny(8, 8, k - p, from + ((<usize>p) << 2), <i32>(columnBytes >> 2), 1, to)
}
