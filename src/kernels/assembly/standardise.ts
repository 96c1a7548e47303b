/** Rows ← (row - mean) / standard deviation; rows without spread become 0. */

const pieceLength: i32 = 4096

export function standardiseRows(count: i32, width: i32, x: usize, rowStride: i32): void {
  for (let i = 0; i < count; i++) {
    const first: f32 = width > 0 ? load<f32>(x) : 0
    const mean = <f32>(<f64>first + differencesOf(width, x, first) / <f64>width)
    const variance = squaresOf(width, x, mean) / <f64>width
    const deviation = sqrt<f64>(variance)
    const factor = deviation > 1e-12 ? <f32>(1 / deviation) : 0
    centre(width, x, mean, factor)
    x += (<usize>rowStride) << 2
  }
}

/**
 * Pieces are summed in f32 and added in f64, so that a million numbers lose nothing; differences from the first one, so
 * that equal numbers have no spread at all.
 */
function differencesOf(count: i32, x: usize, from: f32): f64 {
  const origin = f32x4.splat(from)
  let total: f64 = 0
  while (count > 0) {
    const length = min(count, pieceLength)
    let sums = f32x4.splat(0)
    let left = length
    for (; left >= 4; left -= 4) {
      sums = f32x4.add(sums, f32x4.sub(v128.load(x), origin))
      x += 16
    }
    total += lanes(sums)
    for (; left > 0; left--) {
      total += <f64>(load<f32>(x) - from)
      x += 4
    }
    count -= length
  }
  return total
}

function squaresOf(count: i32, x: usize, mean: f32): f64 {
  const means = f32x4.splat(mean)
  let total: f64 = 0
  while (count > 0) {
    const length = min(count, pieceLength)
    let sums = f32x4.splat(0)
    let left = length
    for (; left >= 4; left -= 4) {
      const difference = f32x4.sub(v128.load(x), means)
      sums = f32x4.add(sums, f32x4.mul(difference, difference))
      x += 16
    }
    total += lanes(sums)
    for (; left > 0; left--) {
      const difference = <f64>(load<f32>(x) - mean)
      total += difference * difference
      x += 4
    }
    count -= length
  }
  return total
}

function lanes(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) +
    <f64>f32x4.extract_lane(v, 1) +
    (<f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3))
  )
}

function centre(count: i32, x: usize, mean: f32, factor: f32): void {
  const means = f32x4.splat(mean)
  const factors = f32x4.splat(factor)
  for (; count >= 4; count -= 4) {
    v128.store(x, f32x4.mul(f32x4.sub(v128.load(x), means), factors))
    x += 16
  }
  for (; count > 0; count--) {
    store<f32>(x, (load<f32>(x) - mean) * factor)
    x += 4
  }
}
