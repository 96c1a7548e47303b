/**
 * Alternating least squares, one side: every row solves its own ridge regression on the vectors of the other side, by
 * conjugate gradients from where it was. The matrix of a row is never built: its product with a vector is the dense Gram
 * matrix times the vector, plus the row's own vectors, four at a time.
 */

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
    residual(bytes, columns + start, columns + end, weights + start, table, gram, ridge, 1, solution, r)
    memory.copy(p, r, bytes)
    let square = product(bytes, r, r)
    for (let step = 0; step < stepCount && square > 1e-20; step++) {
      residual(bytes, columns + start, columns + end, weights + start, table, gram, ridge, 0, p, q)
      const length = -square / product(bytes, p, q)
      addMultiple(bytes, length, p, solution)
      addMultiple(bytes, length, q, r)
      const next = product(bytes, r, r)
      follow(bytes, next / square, r, p)
      square = next
    }
  }
}

/** out = Σ weight · (aim - y·v) · y - Gram·v - ridge · v: the residual of v where `aim` is 1, and -A·v where it is 0. */
function residual(
  bytes: usize,
  columns: usize,
  end: usize,
  weights: usize,
  table: usize,
  gram: usize,
  ridge: f32,
  aim: f32,
  v: usize,
  out: usize,
): void {
  const negated = f32x4.splat(-ridge)
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, f32x4.mul(negated, v128.load(v + at)))
  for (let k: usize = 0; k < bytes; k += 16) {
    addRows(bytes, f32x4.neg(v128.load(v + k)), gram, gram + bytes, gram + 2 * bytes, gram + 3 * bytes, out)
    gram += 4 * bytes
  }
  for (; columns + 16 <= end; columns += 16) {
    const y0 = table + <usize>load<u32>(columns) * bytes
    const y1 = table + <usize>load<u32>(columns, 4) * bytes
    const y2 = table + <usize>load<u32>(columns, 8) * bytes
    const y3 = table + <usize>load<u32>(columns, 12) * bytes
    const left = f32x4.sub(f32x4.splat(aim), fourProducts(bytes, v, y0, y1, y2, y3))
    addRows(bytes, f32x4.mul(v128.load(weights), left), y0, y1, y2, y3, out)
    weights += 16
  }
  for (; columns < end; columns += 4) {
    const y = table + <usize>load<u32>(columns) * bytes
    addMultiple(bytes, load<f32>(weights) * (aim - product(bytes, v, y)), y, out)
    weights += 4
  }
}

/** v·y0 … v·y3, in the four lanes. */
function fourProducts(bytes: usize, v: usize, y0: usize, y1: usize, y2: usize, y3: usize): v128 {
  let s0 = f32x4.splat(0)
  let s1 = f32x4.splat(0)
  let s2 = f32x4.splat(0)
  let s3 = f32x4.splat(0)
  for (let at: usize = 0; at < bytes; at += 16) {
    const part = v128.load(v + at)
    s0 = madd(part, v128.load(y0 + at), s0)
    s1 = madd(part, v128.load(y1 + at), s1)
    s2 = madd(part, v128.load(y2 + at), s2)
    s3 = madd(part, v128.load(y3 + at), s3)
  }
  const low01 = v128.shuffle<f32>(s0, s1, 0, 4, 1, 5)
  const high01 = v128.shuffle<f32>(s0, s1, 2, 6, 3, 7)
  const low23 = v128.shuffle<f32>(s2, s3, 0, 4, 1, 5)
  const high23 = v128.shuffle<f32>(s2, s3, 2, 6, 3, 7)
  const sum01 = f32x4.add(low01, high01)
  const sum23 = f32x4.add(low23, high23)
  return f32x4.add(v128.shuffle<f32>(sum01, sum23, 0, 1, 4, 5), v128.shuffle<f32>(sum01, sum23, 2, 3, 6, 7))
}

/** out += four rows, each times its lane of `factors`. */
function addRows(bytes: usize, factors: v128, y0: usize, y1: usize, y2: usize, y3: usize, out: usize): void {
  const f0 = v128.shuffle<f32>(factors, factors, 0, 0, 0, 0)
  const f1 = v128.shuffle<f32>(factors, factors, 1, 1, 1, 1)
  const f2 = v128.shuffle<f32>(factors, factors, 2, 2, 2, 2)
  const f3 = v128.shuffle<f32>(factors, factors, 3, 3, 3, 3)
  for (let at: usize = 0; at < bytes; at += 16) {
    const low = madd(f0, v128.load(y0 + at), madd(f1, v128.load(y1 + at), v128.load(out + at)))
    v128.store(out + at, madd(f2, v128.load(y2 + at), madd(f3, v128.load(y3 + at), low)))
  }
}

function product(bytes: usize, x: usize, y: usize): f32 {
  let sum = f32x4.splat(0)
  for (let at: usize = 0; at < bytes; at += 16) sum = madd(v128.load(x + at), v128.load(y + at), sum)
  return laneSum(sum)
}

/** y += factor · x */
function addMultiple(bytes: usize, factor: f32, x: usize, y: usize): void {
  const factors = f32x4.splat(factor)
  for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, madd(factors, v128.load(x + at), v128.load(y + at)))
}

/** p ← r + factor · p */
function follow(bytes: usize, factor: f32, r: usize, p: usize): void {
  const factors = f32x4.splat(factor)
  for (let at: usize = 0; at < bytes; at += 16) v128.store(p + at, madd(factors, v128.load(p + at), v128.load(r + at)))
}
