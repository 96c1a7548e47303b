/**
 * Rows as 4-bit codes for `screenRows`: number k of a row is step · (code - 7.5) up to an error, and the length of a row's
 * errors is kept beside its step. Sixteen rows lie in two halves of eight, and a vector of sixteen bytes has two numbers of
 * eight rows in its low half bytes and two more in its high ones: products of all eight then need no sum across lanes.
 */

/** The middle of the codes 0 to 15. */
const middle: f32 = 7.5

/** Place i gets row order[i]; places up to a multiple of sixteen get step and error 0. */
export function codeRows(count: i32, width: i32, table: usize, order: usize, codes: usize, spans: usize): void {
  const halfBytes = (<usize>width) << 2
  const places = (count + 15) & ~15
  memory.fill(codes, 0, (<usize>places * <usize>width) >>> 1)
  for (let place = 0; place < places; place++) {
    const span = spans + ((<usize>place) << 2)
    if (place >= count) {
      store<u32>(span, 0)
      continue
    }
    const row = table + <usize>load<u32>(order + ((<usize>place) << 2)) * <usize>width * 4
    const half = codes + <usize>(place >>> 3) * halfBytes + ((<usize>(place & 7)) << 1)
    store<u32>(span, codeRow(width, row, half))
  }
}

/** Step and length of the errors, each as the upper half of an f32 that is not below it. */
function codeRow(width: i32, row: usize, half: usize): u32 {
  let greatest: f32 = 0
  for (let k = 0; k < width; k++) greatest = max(greatest, abs(load<f32>(row + ((<usize>k) << 2))))
  const root = sqrt(<f64>width)
  // Rows too short to divide by a step have none, and are all error.
  if (greatest < 1e-30) return rounded(<f32>(<f64>greatest * root * 1.001)) >>> 16
  const upper = rounded(greatest / middle)
  const step = reinterpret<f32>(upper)
  let squares: f64 = 0
  for (let k = 0; k < width; k++) {
    const value = load<f32>(row + ((<usize>k) << 2)) / step
    const code = min<f32>(15, max<f32>(0, nearest(value + middle)))
    const error = <f64>(value - (code - middle))
    squares += error * error
    const at = half + ((<usize>(k >>> 2)) << 4) + <usize>(k & 1)
    store<u8>(at, load<u8>(at) | ((<u8>code) << (<u8>((k & 2) << 1))))
  }
  // The quotients are off by 2^-21 at most.
  return upper | (rounded(<f32>((sqrt(squares) * 1.0001 + root * 5e-7) * <f64>step)) >>> 16)
}

/** The bits of the least number of eight binary digits that is not below a positive number. */
function rounded(value: f32): u32 {
  return (reinterpret<u32>(value) + 0xffff) & 0xffff0000
}
