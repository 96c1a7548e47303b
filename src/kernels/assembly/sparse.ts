/** Sparse rows times a table of vectors, and the Gram matrix of sparse rows. Rows are offsets into columns and values. */

import { madd } from './madd'

export function sparseTimesTable(
  from: i32,
  to: i32,
  width: i32,
  offsets: usize,
  columns: usize,
  values: usize,
  table: usize,
  out: usize,
): void {
  const bytes = (<usize>width) << 2
  out += <usize>from * bytes
  for (let row = from; row < to; row++) {
    let at = (<usize>load<u32>(offsets + ((<usize>row) << 2))) << 2
    const end = (<usize>load<u32>(offsets + ((<usize>row) << 2), 4)) << 2
    memory.fill(out, 0, bytes)
    for (; at + 16 <= end; at += 16) addFour(bytes, columns + at, values + at, table, out)
    for (; at < end; at += 4) addOne(bytes, columns + at, values + at, table, out)
    out += bytes
  }
}

/** Four rows of the table at a time: one load and one store of the sum for four products. */
function addFour(bytes: usize, columns: usize, values: usize, table: usize, out: usize): void {
  const y0 = table + <usize>load<u32>(columns) * bytes
  const y1 = table + <usize>load<u32>(columns, 4) * bytes
  const y2 = table + <usize>load<u32>(columns, 8) * bytes
  const y3 = table + <usize>load<u32>(columns, 12) * bytes
  const w0 = v128.load32_splat(values)
  const w1 = v128.load32_splat(values, 4)
  const w2 = v128.load32_splat(values, 8)
  const w3 = v128.load32_splat(values, 12)
  for (let at: usize = 0; at < bytes; at += 16) {
    const low = madd(w0, v128.load(y0 + at), madd(w1, v128.load(y1 + at), v128.load(out + at)))
    v128.store(out + at, madd(w2, v128.load(y2 + at), madd(w3, v128.load(y3 + at), low)))
  }
}

function addOne(bytes: usize, column: usize, value: usize, table: usize, out: usize): void {
  const y = table + <usize>load<u32>(column) * bytes
  const w = v128.load32_splat(value)
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, madd(w, v128.load(y + at), v128.load(out + at)))
}

/** One row of the result at a time: its numbers stay in the cache while everybody who has the item adds theirs. */
export function sparseGram(
  from: i32,
  to: i32,
  offsets: usize,
  columns: usize,
  values: usize,
  itemOffsets: usize,
  itemRows: usize,
  itemValues: usize,
  out: usize,
  outStride: i32,
): void {
  for (let item = from; item < to; item++) {
    const into = out + ((<usize>item * outStride) << 2)
    const end = load<u32>(itemOffsets + ((<usize>item) << 2), 4)
    for (let at = load<u32>(itemOffsets + ((<usize>item) << 2)); at < end; at++) {
      const row = offsets + ((<usize>load<u32>(itemRows + ((<usize>at) << 2))) << 2)
      const weight = load<f32>(itemValues + ((<usize>at) << 2))
      addUpTo(item, weight, load<u32>(row), load<u32>(row, 4), columns, values, into)
    }
  }
}

/** Columns ascend: those beyond the diagonal need not be read. */
function addUpTo(last: u32, weight: f32, from: u32, to: u32, columns: usize, values: usize, into: usize): void {
  let column = columns + ((<usize>from) << 2)
  let value = values + ((<usize>from) << 2)
  const end = columns + ((<usize>to) << 2)
  while (column < end) {
    const index = load<u32>(column)
    if (index > last) return
    const place = into + ((<usize>index) << 2)
    store<f32>(place, load<f32>(place) + weight * load<f32>(value))
    column += 4
    value += 4
  }
}
