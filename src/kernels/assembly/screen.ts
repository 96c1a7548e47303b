/**
 * An exact search for the rows with the greatest product with a query. For sixteen rows at a time, 4-bit codes bound the
 * products (`half-byte-codes.ts`); rows whose bound reaches the worst of the best so far are computed in f32, at once when
 * their product is likely to get in, else at the end, when few bounds still reach it.
 */

import { intLanes, lanes } from './hoisted'
import { rowProduct } from './rows'

/** Below it, f32 rounds products away. */
const underflow: f32 = 1e-40

/** Stands beyond the last row. */
const nobody: u32 = 0xffffffff

/** What follows a query's numbers and codes (`../nearest-rows-query.ts`). */
const factorAt: usize = 0
const shiftAt: usize = 4
const marginAt: usize = 8
const lengthAt: usize = 12

export function screenRows(
  from: i32,
  to: i32,
  width: i32,
  codes: usize,
  spans: usize,
  order: usize,
  table: usize,
  query: usize,
  allowed: usize,
  floor: f32,
  wanted: i32,
  heap: usize,
  candidates: usize,
  found: i32,
): i32 {
  const bytes = (<usize>width) << 2
  const numbers = query + bytes + ((<usize>width) << 3)
  const factor = load<f32>(numbers + factorAt)
  const shift = load<f32>(numbers + shiftAt)
  const factors = lanes(factor)
  const offsets = lanes(load<f32>(numbers + marginAt) - shift)
  const lengths = lanes(load<f32>(numbers + lengthAt))
  const upperHalf = intLanes(0xffff0000)
  const codeMask = intLanes(0x0f0f0f0f)
  let worst = max(floor, load<f32>(heap))
  let floors = f32x4.splat(worst - underflow)
  for (let place = from; place < to; place += 16) {
    const block = codes + <usize>(place >>> 3) * bytes
    let sums0 = intLanes(0)
    let sums1 = sums0
    let pair = query + bytes
    for (let at: usize = block; at < block + bytes; at += 16) {
      const p0 = v128.load(pair)
      const p1 = v128.load(pair, 16)
      const codes0 = v128.load(at)
      const codes1 = v128.load(at + bytes)
      sums0 = i16x8.add(sums0, pairProducts(p0, v128.and(codes0, codeMask)))
      sums1 = i16x8.add(sums1, pairProducts(p0, v128.and(codes1, codeMask)))
      sums0 = i16x8.add(sums0, pairProducts(p1, v128.and(i16x8.shr_u(codes0, 4), codeMask)))
      sums1 = i16x8.add(sums1, pairProducts(p1, v128.and(i16x8.shr_u(codes1, 4), codeMask)))
      pair += 32
    }
    for (let four = 0; four < 16; four += 4) {
      const sums = four < 8 ? sums0 : sums1
      const products = f32x4.mul(
        f32x4.convert_i32x4_s((four & 4) === 0 ? i32x4.extend_low_i16x8_s(sums) : i32x4.extend_high_i16x8_s(sums)),
        factors,
      )
      const span = v128.load(spans + ((<usize>(place + four)) << 2))
      const steps = v128.and(span, upperHalf)
      const uppers = f32x4.add(f32x4.mul(steps, f32x4.add(products, offsets)), f32x4.mul(i32x4.shl(span, 16), lengths))
      const isIn = f32x4.ge(uppers, floors)
      if (!v128.any_true(isIn)) continue
      const likely = f32x4.mul(steps, f32x4.sub(products, f32x4.splat(shift)))
      for (let bits = i32x4.bitmask(isIn); bits !== 0; bits &= bits - 1) {
        const lane = ctz<i32>(bits)
        const row = load<u32>(order + ((<usize>(place + four + lane)) << 2))
        const upper = laneOf(uppers, lane)
        if (upper < worst - underflow || !isAllowed(allowed, row)) continue
        if (laneOf(likely, lane) < worst) {
          const pair = candidates + ((<usize>found) << 3)
          store<u32>(pair, row)
          store<f32>(pair, upper, 4)
          found++
          continue
        }
        offer(heap, wanted, rowProduct(bytes, table + <usize>row * bytes, query), row)
        worst = max(floor, load<f32>(heap))
        floors = f32x4.splat(worst - underflow)
      }
    }
  }
  return found
}

/** Computes what the screening left and what still may get in; returns how many these are. */
export function rescoreRows(
  found: i32,
  width: i32,
  table: usize,
  query: usize,
  floor: f32,
  wanted: i32,
  heap: usize,
  candidates: usize,
): i32 {
  const bytes = (<usize>width) << 2
  let computed = 0
  for (let place = 0; place < found; place++) {
    const pair = candidates + ((<usize>place) << 3)
    if (load<f32>(pair, 4) < max(floor, load<f32>(heap)) - underflow) continue
    const row = load<u32>(pair)
    offer(heap, wanted, rowProduct(bytes, table + <usize>row * bytes, query), row)
    computed++
  }
  return computed
}

/** Sums of two products of bytes, in eight lanes: the first factor has a sign, the second is below 128. */
function pairProducts(signed: v128, codes: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i16x8.relaxed_dot_i8x16_i7x16_s(signed, codes)
  return v128.narrow<i32>(
    i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(signed), i16x8.extend_low_i8x16_s(codes)),
    i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(signed), i16x8.extend_high_i8x16_s(codes)),
  )
}

function laneOf(v: v128, lane: i32): f32 {
  if (lane === 0) return f32x4.extract_lane(v, 0)
  if (lane === 1) return f32x4.extract_lane(v, 1)
  return lane === 2 ? f32x4.extract_lane(v, 2) : f32x4.extract_lane(v, 3)
}

function isAllowed(allowed: usize, row: u32): bool {
  if (row === nobody) return false
  return allowed === 0 || ((load<u32>(allowed + ((<usize>(row >>> 5)) << 2)) >>> (row & 31)) & 1) !== 0
}

/** The heap holds pairs of product and row, the worst at its root; equal products are ranked by row. */
function offer(heap: usize, length: i32, product: f32, row: u32): void {
  if (!isWorse(load<f32>(heap), load<u32>(heap, 4), product, row)) return
  let place: usize = 0
  for (;;) {
    let child: usize = 2 * place + 1
    if (child >= <usize>length) break
    let at = heap + (child << 3)
    if (child + 1 < <usize>length && isWorse(load<f32>(at, 8), load<u32>(at, 12), load<f32>(at), load<u32>(at, 4))) {
      child += 1
      at += 8
    }
    if (!isWorse(load<f32>(at), load<u32>(at, 4), product, row)) break
    store<u64>(heap + (place << 3), load<u64>(at))
    place = child
  }
  store<f32>(heap + (place << 3), product)
  store<u32>(heap + (place << 3), row, 4)
}

function isWorse(product: f32, row: u32, otherProduct: f32, otherRow: u32): bool {
  return product < otherProduct || (product === otherProduct && row > otherRow)
}
