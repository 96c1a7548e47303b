/** Rows of a table by index: looking up vectors, and adding gradients back to them. Widths are multiples of 4. */

import { laneSum, madd } from './madd'

export function gatherRows(count: i32, width: i32, table: usize, indices: usize, out: usize, accumulate: i32): void {
  const bytes = (<usize>width) << 2
  for (let i = 0; i < count; i++) {
    const row = table + <usize>load<u32>(indices + ((<usize>i) << 2)) * bytes
    if (accumulate) addRow(row, out, bytes)
    else memory.copy(out, row, bytes)
    out += bytes
  }
}

export function scatterAddRows(count: i32, width: i32, rows: usize, indices: usize, table: usize): void {
  const bytes = (<usize>width) << 2
  for (let i = 0; i < count; i++) {
    addRow(rows, table + <usize>load<u32>(indices + ((<usize>i) << 2)) * bytes, bytes)
    rows += bytes
  }
}

function addRow(from: usize, to: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)))
}

export function rowDots(count: i32, width: i32, a: usize, b: usize, out: usize): void {
  const bytes = (<usize>width) << 2
  for (let i = 0; i < count; i++) {
    let sum = f32x4.splat(0)
    for (let at: usize = 0; at < bytes; at += 16) sum = madd(v128.load(a + at), v128.load(b + at), sum)
    store<f32>(out + ((<usize>i) << 2), laneSum(sum))
    a += bytes
    b += bytes
  }
}

export function addScaledRows(count: i32, width: i32, scales: usize, x: usize, y: usize): void {
  const bytes = (<usize>width) << 2
  for (let i = 0; i < count; i++) {
    const scale = v128.load32_splat(scales + ((<usize>i) << 2))
    for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, madd(scale, v128.load(x + at), v128.load(y + at)))
    x += bytes
    y += bytes
  }
}

/** Rows by index, each with the same vector. */
export function gatherDots(count: i32, width: i32, table: usize, indices: usize, x: usize, out: usize): void {
  const bytes = (<usize>width) << 2
  for (let i = 0; i < count; i++) {
    const row = table + <usize>load<u32>(indices + ((<usize>i) << 2)) * bytes
    store<f32>(out + ((<usize>i) << 2), rowProduct(bytes, row, x))
  }
}

export function rowProduct(bytes: usize, row: usize, x: usize): f32 {
  let sum0 = f32x4.splat(0)
  let sum1 = sum0
  let at: usize = 0
  for (; at + 32 <= bytes; at += 32) {
    sum0 = madd(v128.load(row + at), v128.load(x + at), sum0)
    sum1 = madd(v128.load(row + at, 16), v128.load(x + at, 16), sum1)
  }
  if (at < bytes) sum0 = madd(v128.load(row + at), v128.load(x + at), sum0)
  return laneSum(f32x4.add(sum0, sum1))
}
