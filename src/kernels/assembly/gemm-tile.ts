/**
 * The micro-kernels of gemm: MR × 8 of C in registers over the whole depth of a pair of packed panels. Unrolled loops lose
 * half the speed, since V8 then hoists the loads and spills the accumulators; so does a tile of more rows, unless the engine
 * merges neighbours into registers of twice the width (the wide build).
 */

/** Rows of a tile; it has 8 columns. */
export const MR: i32 = isDefined(WIDE) ? 8 : ASC_FEATURE_RELAXED_SIMD ? 6 : 5

/** C (MR × 8) = or += the product of two panels of depth `k`. */
export function tile(k: i32, a: usize, b: usize, c: usize, rowBytes: usize, accumulate: i32): void {
  if (isDefined(WIDE)) tile8x8(k, a, b, c, rowBytes, accumulate)
  else if (ASC_FEATURE_RELAXED_SIMD) tile6x8(k, a, b, c, rowBytes, accumulate)
  else tile5x8(k, a, b, c, rowBytes, accumulate)
}

/** The part of an edge tile that lies within C. */
export function copyTile(rows: i32, columns: i32, from: usize, c: usize, rowBytes: usize, accumulate: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = c + ((<usize>j) << 2)
      const value = load<f32>(from + ((<usize>j) << 2))
      store<f32>(at, accumulate ? load<f32>(at) + value : value)
    }
    from += 32
    c += rowBytes
  }
}

function tile5x8(k: i32, a: usize, b: usize, c: usize, rowBytes: usize, accumulate: i32): void {
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
    a += 20
    b += 32
    k--
  }
  storeRow(c, c00, c01, accumulate)
  storeRow(c + rowBytes, c10, c11, accumulate)
  storeRow(c + 2 * rowBytes, c20, c21, accumulate)
  storeRow(c + 3 * rowBytes, c30, c31, accumulate)
  storeRow(c + 4 * rowBytes, c40, c41, accumulate)
}

function tile6x8(k: i32, a: usize, b: usize, c: usize, rowBytes: usize, accumulate: i32): void {
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
    a += 24
    b += 32
    k--
  }
  storeRow(c, c00, c01, accumulate)
  storeRow(c + rowBytes, c10, c11, accumulate)
  storeRow(c + 2 * rowBytes, c20, c21, accumulate)
  storeRow(c + 3 * rowBytes, c30, c31, accumulate)
  storeRow(c + 4 * rowBytes, c40, c41, accumulate)
  storeRow(c + 5 * rowBytes, c50, c51, accumulate)
}

function tile8x8(k: i32, a: usize, b: usize, c: usize, rowBytes: usize, accumulate: i32): void {
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
  let c60 = f32x4.splat(0)
  let c61 = f32x4.splat(0)
  let c70 = f32x4.splat(0)
  let c71 = f32x4.splat(0)
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
    const a6 = v128.load32_splat(a, 24)
    c60 = f32x4.relaxed_madd(a6, b0, c60)
    c61 = f32x4.relaxed_madd(a6, b1, c61)
    const a7 = v128.load32_splat(a, 28)
    c70 = f32x4.relaxed_madd(a7, b0, c70)
    c71 = f32x4.relaxed_madd(a7, b1, c71)
    a += 32
    b += 32
    k--
  }
  storeRow(c, c00, c01, accumulate)
  storeRow(c + rowBytes, c10, c11, accumulate)
  storeRow(c + 2 * rowBytes, c20, c21, accumulate)
  storeRow(c + 3 * rowBytes, c30, c31, accumulate)
  storeRow(c + 4 * rowBytes, c40, c41, accumulate)
  storeRow(c + 5 * rowBytes, c50, c51, accumulate)
  storeRow(c + 6 * rowBytes, c60, c61, accumulate)
  storeRow(c + 7 * rowBytes, c70, c71, accumulate)
}

function storeRow(c: usize, low: v128, high: v128, accumulate: i32): void {
  if (accumulate) {
    low = f32x4.add(v128.load(c), low)
    high = f32x4.add(v128.load(c, 16), high)
  }
  v128.store(c, low)
  v128.store(c, high, 16)
}
