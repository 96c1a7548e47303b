/**
 * Alternating least squares, one side: every row solves its own ridge regression on the vectors of the other side, by
 * conjugate gradients from where it was. The matrix of a row is never built: its product with a vector is the dense Gram
 * matrix times the vector, plus the row's own vectors, eight at a time. The last step needs the length of that product along
 * the direction alone, so it asks for no sum of rows.
 */

import { addEight, eightProducts, factorsAt, fourSums, scratchBytes } from './eight-rows'
import { laneSum, madd } from './madd'

export function leastSquaresRows(
  from: i32,
  to: i32,
  width: i32,
  offsets: usize,
  columns: usize,
  weights: usize,
  table: usize,
  gram: usize,
  ridges: usize,
  stepCount: i32,
  x: usize,
  workspace: usize,
): void {
  const bytes = (<usize>width) << 2
  const r = workspace
  const p = workspace + bytes
  const q = workspace + 2 * bytes
  const scratch = workspace + 3 * bytes
  for (let row = from; row < to; row++) {
    const at = (<usize>row) << 2
    const start = (<usize>load<u32>(offsets + at)) << 2
    const end = (<usize>load<u32>(offsets + at, 4)) << 2
    const solution = x + <usize>row * bytes
    const ridge = load<f32>(ridges + at)
    if (start === end) {
      memory.fill(solution, 0, bytes)
      continue
    }
    timesGram(bytes, gram, ridge, solution, r, scratch)
    addOwn(bytes, columns + start, columns + end, weights + start, table, 1, solution, r, scratch)
    follow(bytes, 0, r, p)
    let square = product(bytes, r, r)
    for (let step = 0; step < stepCount && square > 1e-20; step++) {
      timesGram(bytes, gram, ridge, p, q, scratch)
      if (step === stepCount - 1) {
        const own = ownEnergy(bytes, columns + start, columns + end, weights + start, table, p, scratch)
        addMultiple(bytes, square / (own - product(bytes, p, q)), p, solution)
        break
      }
      addOwn(bytes, columns + start, columns + end, weights + start, table, 0, p, q, scratch)
      const length = -square / product(bytes, p, q)
      addMultiple(bytes, length, p, solution)
      addMultiple(bytes, length, q, r)
      const next = product(bytes, r, r)
      follow(bytes, next / square, r, p)
      square = next
    }
  }
}

/** out = -Gram·v - ridge · v */
function timesGram(bytes: usize, gram: usize, ridge: f32, v: usize, out: usize, scratch: usize): void {
  const negated = f32x4.splat(-ridge)
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, f32x4.mul(negated, v128.load(v + at)))
  for (let k: usize = 0; k < bytes; k += 32) {
    const isWhole = k + 32 <= bytes
    for (let i: usize = 0; i < 8; i++) store<u32>(scratch + (i << 2), <u32>(gram + (isWhole ? i : i & 3) * bytes))
    v128.store(scratch + factorsAt, f32x4.neg(v128.load(v + k)))
    v128.store(scratch + factorsAt, isWhole ? f32x4.neg(v128.load(v + k, 16)) : f32x4.splat(0), 16)
    addEight(bytes, scratch, out)
    gram += 8 * bytes
  }
}

/**
 * out += Σ weight · (aim - y·v) · y over the row's own vectors. Products of eight are asked for before the eight before them are
 * added, so that nothing waits for a sum. Two scratches take turns.
 */
function addOwn(
  bytes: usize,
  columns: usize,
  end: usize,
  weights: usize,
  table: usize,
  aim: f32,
  v: usize,
  out: usize,
  scratch: usize,
): void {
  const aims = f32x4.splat(aim)
  let before: usize = 0
  let own = scratch
  for (; columns < end; columns += 32) {
    const ownWeights = layRows(bytes, columns, end, weights, table, own, scratch)
    eightProducts(bytes, v, own)
    const left = f32x4.sub(aims, fourSums(own, 0))
    const right = f32x4.sub(aims, fourSums(own, 128))
    v128.store(own + factorsAt, f32x4.mul(v128.load(ownWeights), left))
    v128.store(own + factorsAt, f32x4.mul(v128.load(ownWeights, 16), right), 16)
    if (before !== 0) addEight(bytes, before, out)
    before = own
    own = own === scratch ? scratch + scratchBytes : scratch
    weights += 32
  }
  addEight(bytes, before, out)
}

/** Σ weight · (y·v)² over the row's own vectors. */
function ownEnergy(
  bytes: usize,
  columns: usize,
  end: usize,
  weights: usize,
  table: usize,
  v: usize,
  scratch: usize,
): f32 {
  let low = f32x4.splat(0)
  let high = f32x4.splat(0)
  for (; columns < end; columns += 32) {
    const ownWeights = layRows(bytes, columns, end, weights, table, scratch, scratch)
    eightProducts(bytes, v, scratch)
    const left = fourSums(scratch, 0)
    const right = fourSums(scratch, 128)
    low = madd(v128.load(ownWeights), f32x4.mul(left, left), low)
    high = madd(v128.load(ownWeights, 16), f32x4.mul(right, right), high)
    weights += 32
  }
  return laneSum(f32x4.add(low, high))
}

/** Addresses of eight rows; where fewer are left, others stand in with weight 0. Returns where the weights are. */
function layRows(
  bytes: usize,
  columns: usize,
  end: usize,
  weights: usize,
  table: usize,
  own: usize,
  scratch: usize,
): usize {
  if (columns + 32 <= end) {
    for (let i: usize = 0; i < 32; i += 4) store<u32>(own + i, <u32>(table + <usize>load<u32>(columns + i) * bytes))
    return weights
  }
  const padded = scratch + 2 * scratchBytes
  for (let i: usize = 0; i < 32; i += 4) {
    const isOwn = columns + i < end
    store<u32>(own + i, <u32>(table + <usize>load<u32>(isOwn ? columns + i : columns) * bytes))
    store<f32>(padded + i, isOwn ? load<f32>(weights + i) : 0)
  }
  return padded
}

function product(bytes: usize, x: usize, y: usize): f32 {
  let sum0 = f32x4.splat(0)
  let sum1 = f32x4.splat(0)
  let at: usize = 0
  for (; at + 32 <= bytes; at += 32) {
    sum0 = madd(v128.load(x + at), v128.load(y + at), sum0)
    sum1 = madd(v128.load(x + at, 16), v128.load(y + at, 16), sum1)
  }
  if (at < bytes) sum0 = madd(v128.load(x + at), v128.load(y + at), sum0)
  return laneSum(f32x4.add(sum0, sum1))
}

/** y += factor · x */
function addMultiple(bytes: usize, factor: f32, x: usize, y: usize): void {
  const factors = f32x4.splat(factor)
  for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, madd(factors, v128.load(x + at), v128.load(y + at)))
}

/** p ← r + factor · p, or r where the factor is 0. */
function follow(bytes: usize, factor: f32, r: usize, p: usize): void {
  if (factor === 0) {
    for (let at: usize = 0; at < bytes; at += 16) v128.store(p + at, v128.load(r + at))
    return
  }
  const factors = f32x4.splat(factor)
  for (let at: usize = 0; at < bytes; at += 16) v128.store(p + at, madd(factors, v128.load(p + at), v128.load(r + at)))
}
