/**
 * The tile of products of rows with a packed matrix: 6 rows of A, read where they lie, by two panels of 8 columns, in the wide
 * build alone; and what becomes of a tile's sums while the first cache has them. In one function V8 would merge nothing.
 */

/** What `bend` says of finished sums: nothing, ReLU, or, as an address of rows like C's, zero where they are not above 0. */
export const NO_BEND: usize = 0
export const RELU: usize = 1

/**
 * C = A·B + bias + addend, and no less than `floor`; the panels lie `gap` bytes apart, `addend` may be 0 for none. Called from
 * two places, lest it be put into its caller: see `widestTile`.
 */
// biome-ignore format: a row of the tile a line
export function rowsTile(
  k: i32, a: usize, aRowBytes: usize, b: usize, gap: usize,
  c: usize, rowBytes: usize, bias: usize, addend: usize, floor: f32,
): void {
  const a1Row = a + aRowBytes
  const a2Row = a1Row + aRowBytes
  const a3Row = a2Row + aRowBytes
  const a4Row = a3Row + aRowBytes
  const a5Row = a4Row + aRowBytes
  let c00 = f32x4.splat(0); let c01 = f32x4.splat(0); let c02 = f32x4.splat(0); let c03 = f32x4.splat(0)
  let c10 = f32x4.splat(0); let c11 = f32x4.splat(0); let c12 = f32x4.splat(0); let c13 = f32x4.splat(0)
  let c20 = f32x4.splat(0); let c21 = f32x4.splat(0); let c22 = f32x4.splat(0); let c23 = f32x4.splat(0)
  let c30 = f32x4.splat(0); let c31 = f32x4.splat(0); let c32 = f32x4.splat(0); let c33 = f32x4.splat(0)
  let c40 = f32x4.splat(0); let c41 = f32x4.splat(0); let c42 = f32x4.splat(0); let c43 = f32x4.splat(0)
  let c50 = f32x4.splat(0); let c51 = f32x4.splat(0); let c52 = f32x4.splat(0); let c53 = f32x4.splat(0)
  const end = (<usize>k) << 2
  for (let p: usize = 0; p < end; p += 4) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    const b2 = v128.load(b + gap)
    const b3 = v128.load(b + gap, 16)
    const a0 = v128.load32_splat(a + p)
    c00 = f32x4.relaxed_madd(a0, b0, c00)
    c01 = f32x4.relaxed_madd(a0, b1, c01)
    c02 = f32x4.relaxed_madd(a0, b2, c02)
    c03 = f32x4.relaxed_madd(a0, b3, c03)
    const a1 = v128.load32_splat(a1Row + p)
    c10 = f32x4.relaxed_madd(a1, b0, c10)
    c11 = f32x4.relaxed_madd(a1, b1, c11)
    c12 = f32x4.relaxed_madd(a1, b2, c12)
    c13 = f32x4.relaxed_madd(a1, b3, c13)
    const a2 = v128.load32_splat(a2Row + p)
    c20 = f32x4.relaxed_madd(a2, b0, c20)
    c21 = f32x4.relaxed_madd(a2, b1, c21)
    c22 = f32x4.relaxed_madd(a2, b2, c22)
    c23 = f32x4.relaxed_madd(a2, b3, c23)
    const a3 = v128.load32_splat(a3Row + p)
    c30 = f32x4.relaxed_madd(a3, b0, c30)
    c31 = f32x4.relaxed_madd(a3, b1, c31)
    c32 = f32x4.relaxed_madd(a3, b2, c32)
    c33 = f32x4.relaxed_madd(a3, b3, c33)
    const a4 = v128.load32_splat(a4Row + p)
    c40 = f32x4.relaxed_madd(a4, b0, c40)
    c41 = f32x4.relaxed_madd(a4, b1, c41)
    c42 = f32x4.relaxed_madd(a4, b2, c42)
    c43 = f32x4.relaxed_madd(a4, b3, c43)
    const a5 = v128.load32_splat(a5Row + p)
    c50 = f32x4.relaxed_madd(a5, b0, c50)
    c51 = f32x4.relaxed_madd(a5, b1, c51)
    c52 = f32x4.relaxed_madd(a5, b2, c52)
    c53 = f32x4.relaxed_madd(a5, b3, c53)
    b += 32
  }
  const floors = f32x4.splat(floor)
  finishRow(c, 0, c00, c01, c02, c03, bias, addend, floors)
  finishRow(c, rowBytes, c10, c11, c12, c13, bias, addend, floors)
  finishRow(c, 2 * rowBytes, c20, c21, c22, c23, bias, addend, floors)
  finishRow(c, 3 * rowBytes, c30, c31, c32, c33, bias, addend, floors)
  finishRow(c, 4 * rowBytes, c40, c41, c42, c43, bias, addend, floors)
  finishRow(c, 5 * rowBytes, c50, c51, c52, c53, bias, addend, floors)
}

/** V8 merges stores that lie side by side only if they say so with one address and two offsets. */
function finishRow(
  c: usize,
  skipped: usize,
  v0: v128,
  v1: v128,
  v2: v128,
  v3: v128,
  bias: usize,
  addend: usize,
  floors: v128,
): void {
  v0 = f32x4.add(v0, v128.load(bias))
  v1 = f32x4.add(v1, v128.load(bias, 16))
  v2 = f32x4.add(v2, v128.load(bias, 32))
  v3 = f32x4.add(v3, v128.load(bias, 48))
  if (addend) {
    addend += skipped
    v0 = f32x4.add(v0, v128.load(addend))
    v1 = f32x4.add(v1, v128.load(addend, 16))
    v2 = f32x4.add(v2, v128.load(addend, 32))
    v3 = f32x4.add(v3, v128.load(addend, 48))
  }
  c += skipped
  v128.store(c, f32x4.pmax(v0, floors))
  v128.store(c, f32x4.pmax(v1, floors), 16)
  v128.store(c, f32x4.pmax(v2, floors), 32)
  v128.store(c, f32x4.pmax(v3, floors), 48)
}

/** 6 rows of 16 numbers become 0 where those of `gate`, which lie alike, are not above it. */
export function gateTile(c: usize, gate: usize, rowBytes: usize): void {
  const zero = f32x4.splat(0)
  for (let row = 0; row < 6; row++) {
    v128.store(c, v128.and(v128.load(c), f32x4.gt(v128.load(gate), zero)))
    v128.store(c, v128.and(v128.load(c, 16), f32x4.gt(v128.load(gate, 16), zero)), 16)
    v128.store(c, v128.and(v128.load(c, 32), f32x4.gt(v128.load(gate, 32), zero)), 32)
    v128.store(c, v128.and(v128.load(c, 48), f32x4.gt(v128.load(gate, 48), zero)), 48)
    c += rowBytes
    gate += rowBytes
  }
}

/** C = bend(sums + bias + addend) for a tile of sums at the edge; `bias` (a row) and `addend` (rows like C's) may be 0 for none. */
export function finishTile(
  rows: i32,
  columns: i32,
  from: usize,
  fromBytes: usize,
  c: usize,
  rowBytes: usize,
  bias: usize,
  addend: usize,
  bend: usize,
): void {
  for (let i = 0; i < rows; i++) {
    const skipped = <usize>i * rowBytes
    let j = 0
    for (; j + 4 <= columns; j += 4) {
      const at = (<usize>j) << 2
      let four = v128.load(from + at)
      if (bias) four = f32x4.add(four, v128.load(bias + at))
      if (addend) four = f32x4.add(four, v128.load(addend + skipped + at))
      if (bend === RELU) four = f32x4.pmax(four, f32x4.splat(0))
      else if (bend !== NO_BEND) four = v128.and(four, f32x4.gt(v128.load(bend + skipped + at), f32x4.splat(0)))
      v128.store(c + skipped + at, four)
    }
    for (; j < columns; j++) {
      const at = (<usize>j) << 2
      let value = load<f32>(from + at)
      if (bias) value += load<f32>(bias + at)
      if (addend) value += load<f32>(addend + skipped + at)
      const isOff = bend === RELU ? value < 0 : bend !== NO_BEND && !(load<f32>(bend + skipped + at) > 0)
      if (isOff) value = 0
      store<f32>(c + skipped + at, value)
    }
    from += fromBytes
  }
}
