/**
 * The micro-kernels of gemm: MR × 8 of C in registers over the whole depth of a pair of packed panels. Unrolled loops lose
 * half the speed, since V8 then hoists the loads and spills the accumulators; so does a wider tile, unless the engine merges
 * neighbours into registers of twice the width (the wide build): then it has two panels of 8 columns side by side.
 */

/** Rows of a tile. */
export const MR: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5
/** Columns of a panel. */
export const NR: i32 = 8
/** Columns of the widest tile; it takes two panels if the build is wide. */
export const TILE_COLUMNS: i32 = isDefined(WIDE) ? 16 : 8

/** Bytes from one column of a packed panel of A to the next, and from one row of a panel of B. */
export const A_STEP: usize = MR * 4
export const B_STEP: usize = NR * 4

/** C (MR × 8) = or += the product of MR columns and 8 rows of depth `k` that lie `aStep` and `bStep` bytes apart, packed or not. */
export function tile(
  k: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  rowBytes: usize,
  accumulate: i32,
): void {
  if (ASC_FEATURE_RELAXED_SIMD) tile6x8(k, a, aStep, b, bStep, c, rowBytes, accumulate)
  else tile5x8(k, a, aStep, b, bStep, c, rowBytes, accumulate)
}

/**
 * The same for TILE_COLUMNS: in the wide build 16, whose halves begin `gap` bytes apart. It is called from several places, lest
 * the compiler put it into its caller: beside the other tile, V8 merges nothing.
 */
export function widestTile(
  k: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  gap: usize,
  c: usize,
  rowBytes: usize,
  accumulate: i32,
): void {
  if (isDefined(WIDE)) tile6x16(k, a, aStep, b, bStep, gap, c, rowBytes, accumulate)
  else tile(k, a, aStep, b, bStep, c, rowBytes, accumulate)
}

/** The part of an edge tile, whose rows lie TILE_COLUMNS numbers apart, that lies within C. */
export function copyTile(rows: i32, columns: i32, from: usize, c: usize, rowBytes: usize, accumulate: i32): void {
  for (let i = 0; i < rows; i++) {
    let j = 0
    for (; j + 4 <= columns; j += 4) {
      const at = c + ((<usize>j) << 2)
      const four = v128.load(from + ((<usize>j) << 2))
      v128.store(at, accumulate ? f32x4.add(v128.load(at), four) : four)
    }
    for (; j < columns; j++) {
      const at = c + ((<usize>j) << 2)
      const value = load<f32>(from + ((<usize>j) << 2))
      store<f32>(at, accumulate ? load<f32>(at) + value : value)
    }
    from += TILE_COLUMNS * 4
    c += rowBytes
  }
}

function tile5x8(
  k: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  rowBytes: usize,
  accumulate: i32,
): void {
  let c00 = f32x4.splat(0)
  let c01 = f32x4.splat(0)
  let c10 = f32x4.splat(0)
  let c11 = f32x4.splat(0)
  let c20 = f32x4.splat(0)
  let c21 = f32x4.splat(0)
  let c30 = f32x4.splat(0)
  let c31 = f32x4.splat(0)
  let c40 = f32x4.splat(0)
  let c41 = f32x4.splat(0)
  while (k > 0) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    const a0 = v128.load32_splat(a)
    c00 = f32x4.add(c00, f32x4.mul(a0, b0))
    c01 = f32x4.add(c01, f32x4.mul(a0, b1))
    const a1 = v128.load32_splat(a, 4)
    c10 = f32x4.add(c10, f32x4.mul(a1, b0))
    c11 = f32x4.add(c11, f32x4.mul(a1, b1))
    const a2 = v128.load32_splat(a, 8)
    c20 = f32x4.add(c20, f32x4.mul(a2, b0))
    c21 = f32x4.add(c21, f32x4.mul(a2, b1))
    const a3 = v128.load32_splat(a, 12)
    c30 = f32x4.add(c30, f32x4.mul(a3, b0))
    c31 = f32x4.add(c31, f32x4.mul(a3, b1))
    const a4 = v128.load32_splat(a, 16)
    c40 = f32x4.add(c40, f32x4.mul(a4, b0))
    c41 = f32x4.add(c41, f32x4.mul(a4, b1))
    a += aStep
    b += bStep
    k--
  }
  storeRow(c, c00, c01, accumulate)
  storeRow(c + rowBytes, c10, c11, accumulate)
  storeRow(c + 2 * rowBytes, c20, c21, accumulate)
  storeRow(c + 3 * rowBytes, c30, c31, accumulate)
  storeRow(c + 4 * rowBytes, c40, c41, accumulate)
}

function tile6x8(
  k: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  rowBytes: usize,
  accumulate: i32,
): void {
  let c00 = f32x4.splat(0)
  let c01 = f32x4.splat(0)
  let c10 = f32x4.splat(0)
  let c11 = f32x4.splat(0)
  let c20 = f32x4.splat(0)
  let c21 = f32x4.splat(0)
  let c30 = f32x4.splat(0)
  let c31 = f32x4.splat(0)
  let c40 = f32x4.splat(0)
  let c41 = f32x4.splat(0)
  let c50 = f32x4.splat(0)
  let c51 = f32x4.splat(0)
  while (k > 0) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    const a0 = v128.load32_splat(a)
    c00 = f32x4.relaxed_madd(a0, b0, c00)
    c01 = f32x4.relaxed_madd(a0, b1, c01)
    const a1 = v128.load32_splat(a, 4)
    c10 = f32x4.relaxed_madd(a1, b0, c10)
    c11 = f32x4.relaxed_madd(a1, b1, c11)
    const a2 = v128.load32_splat(a, 8)
    c20 = f32x4.relaxed_madd(a2, b0, c20)
    c21 = f32x4.relaxed_madd(a2, b1, c21)
    const a3 = v128.load32_splat(a, 12)
    c30 = f32x4.relaxed_madd(a3, b0, c30)
    c31 = f32x4.relaxed_madd(a3, b1, c31)
    const a4 = v128.load32_splat(a, 16)
    c40 = f32x4.relaxed_madd(a4, b0, c40)
    c41 = f32x4.relaxed_madd(a4, b1, c41)
    const a5 = v128.load32_splat(a, 20)
    c50 = f32x4.relaxed_madd(a5, b0, c50)
    c51 = f32x4.relaxed_madd(a5, b1, c51)
    a += aStep
    b += bStep
    k--
  }
  storeRow(c, c00, c01, accumulate)
  storeRow(c + rowBytes, c10, c11, accumulate)
  storeRow(c + 2 * rowBytes, c20, c21, accumulate)
  storeRow(c + 3 * rowBytes, c30, c31, accumulate)
  storeRow(c + 4 * rowBytes, c40, c41, accumulate)
  storeRow(c + 5 * rowBytes, c50, c51, accumulate)
}

function tile6x16(
  k: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  gap: usize,
  c: usize,
  rowBytes: usize,
  accumulate: i32,
): void {
  let c00 = f32x4.splat(0)
  let c01 = f32x4.splat(0)
  let c02 = f32x4.splat(0)
  let c03 = f32x4.splat(0)
  let c10 = f32x4.splat(0)
  let c11 = f32x4.splat(0)
  let c12 = f32x4.splat(0)
  let c13 = f32x4.splat(0)
  let c20 = f32x4.splat(0)
  let c21 = f32x4.splat(0)
  let c22 = f32x4.splat(0)
  let c23 = f32x4.splat(0)
  let c30 = f32x4.splat(0)
  let c31 = f32x4.splat(0)
  let c32 = f32x4.splat(0)
  let c33 = f32x4.splat(0)
  let c40 = f32x4.splat(0)
  let c41 = f32x4.splat(0)
  let c42 = f32x4.splat(0)
  let c43 = f32x4.splat(0)
  let c50 = f32x4.splat(0)
  let c51 = f32x4.splat(0)
  let c52 = f32x4.splat(0)
  let c53 = f32x4.splat(0)
  for (; k > 0; k--) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    const b2 = v128.load(b + gap)
    const b3 = v128.load(b + gap, 16)
    const a0 = v128.load32_splat(a)
    c00 = f32x4.relaxed_madd(a0, b0, c00)
    c01 = f32x4.relaxed_madd(a0, b1, c01)
    c02 = f32x4.relaxed_madd(a0, b2, c02)
    c03 = f32x4.relaxed_madd(a0, b3, c03)
    const a1 = v128.load32_splat(a, 4)
    c10 = f32x4.relaxed_madd(a1, b0, c10)
    c11 = f32x4.relaxed_madd(a1, b1, c11)
    c12 = f32x4.relaxed_madd(a1, b2, c12)
    c13 = f32x4.relaxed_madd(a1, b3, c13)
    const a2 = v128.load32_splat(a, 8)
    c20 = f32x4.relaxed_madd(a2, b0, c20)
    c21 = f32x4.relaxed_madd(a2, b1, c21)
    c22 = f32x4.relaxed_madd(a2, b2, c22)
    c23 = f32x4.relaxed_madd(a2, b3, c23)
    const a3 = v128.load32_splat(a, 12)
    c30 = f32x4.relaxed_madd(a3, b0, c30)
    c31 = f32x4.relaxed_madd(a3, b1, c31)
    c32 = f32x4.relaxed_madd(a3, b2, c32)
    c33 = f32x4.relaxed_madd(a3, b3, c33)
    const a4 = v128.load32_splat(a, 16)
    c40 = f32x4.relaxed_madd(a4, b0, c40)
    c41 = f32x4.relaxed_madd(a4, b1, c41)
    c42 = f32x4.relaxed_madd(a4, b2, c42)
    c43 = f32x4.relaxed_madd(a4, b3, c43)
    const a5 = v128.load32_splat(a, 20)
    c50 = f32x4.relaxed_madd(a5, b0, c50)
    c51 = f32x4.relaxed_madd(a5, b1, c51)
    c52 = f32x4.relaxed_madd(a5, b2, c52)
    c53 = f32x4.relaxed_madd(a5, b3, c53)
    a += aStep
    b += bStep
  }
  storeWideRow(c, c00, c01, c02, c03, accumulate)
  storeWideRow(c + rowBytes, c10, c11, c12, c13, accumulate)
  storeWideRow(c + 2 * rowBytes, c20, c21, c22, c23, accumulate)
  storeWideRow(c + 3 * rowBytes, c30, c31, c32, c33, accumulate)
  storeWideRow(c + 4 * rowBytes, c40, c41, c42, c43, accumulate)
  storeWideRow(c + 5 * rowBytes, c50, c51, c52, c53, accumulate)
}

function storeRow(c: usize, low: v128, high: v128, accumulate: i32): void {
  if (accumulate) {
    low = f32x4.add(v128.load(c), low)
    high = f32x4.add(v128.load(c, 16), high)
  }
  v128.store(c, low)
  v128.store(c, high, 16)
}

/** V8 merges stores that lie side by side only if they say so with one address and two offsets. */
export function storeWideRow(c: usize, v0: v128, v1: v128, v2: v128, v3: v128, accumulate: i32): void {
  if (accumulate) {
    v0 = f32x4.add(v128.load(c), v0)
    v1 = f32x4.add(v128.load(c, 16), v1)
    v2 = f32x4.add(v128.load(c, 32), v2)
    v3 = f32x4.add(v128.load(c, 48), v3)
  }
  v128.store(c, v0)
  v128.store(c, v1, 16)
  v128.store(c, v2, 32)
  v128.store(c, v3, 48)
}
