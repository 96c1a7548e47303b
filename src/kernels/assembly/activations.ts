/**
 * What comes between matrices: biases, GELU in the form x · σ(2u) with u = √(2/π) (x + 0.044715 x³), gates by Swish, x · σ(x),
 * and their gradients. Rows lie end to end; widths are multiples of 4.
 */

import { exponential } from './exponential'
import { lanes } from './hoisted'

const doubledRoot: f32 = 1.5957691216057308
const cubic: f32 = 0.044715

export function addBias(count: i32, width: i32, bias: usize, x: usize): void {
  const bytes = (<usize>width) << 2
  for (let i = 0; i < count; i++) {
    for (let at: usize = 0; at < bytes; at += 16) v128.store(x + at, f32x4.add(v128.load(x + at), v128.load(bias + at)))
    x += bytes
  }
}

export function addColumnSums(count: i32, width: i32, x: usize, sums: usize): void {
  const bytes = (<usize>width) << 2
  for (let i = 0; i < count; i++) {
    for (let at: usize = 0; at < bytes; at += 16)
      v128.store(sums + at, f32x4.add(v128.load(sums + at), v128.load(x + at)))
    x += bytes
  }
}

/** -2u, whose exponential gives the sigmoid, for one row. At most 60: smaller sigmoids would become denormal, and slow. */
function minusTwiceU(bytes: usize, x: usize, out: usize): void {
  const linear = lanes(-doubledRoot)
  const curved = lanes(-doubledRoot * cubic)
  const most = lanes(60)
  for (let at: usize = 0; at < bytes; at += 16) {
    const value = v128.load(x + at)
    const factor = f32x4.add(linear, f32x4.mul(curved, f32x4.mul(value, value)))
    v128.store(out + at, f32x4.pmin(f32x4.mul(value, factor), most))
  }
}

export function biasGelu(count: i32, width: i32, bias: usize, x: usize, out: usize): void {
  const bytes = (<usize>width) << 2
  const one = lanes(1)
  for (let i = 0; i < count; i++) {
    for (let at: usize = 0; at < bytes; at += 16) v128.store(x + at, f32x4.add(v128.load(x + at), v128.load(bias + at)))
    minusTwiceU(bytes, x, out)
    exponential(width, out, 0)
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(out + at, f32x4.div(v128.load(x + at), f32x4.add(one, v128.load(out + at))))
    }
    x += bytes
    out += bytes
  }
}

/** σ + x σ (1 - σ) 2u′ with 2u′ = 2√(2/π) (1 + 3 · 0.044715 x²) */
export function biasGeluBackward(
  count: i32,
  width: i32,
  x: usize,
  outGradient: usize,
  xGradient: usize,
  biasGradient: usize,
): void {
  const bytes = (<usize>width) << 2
  const one = lanes(1)
  const linear = lanes(doubledRoot)
  const curved = lanes(3 * cubic)
  for (let i = 0; i < count; i++) {
    minusTwiceU(bytes, x, xGradient)
    exponential(width, xGradient, 0)
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = v128.load(x + at)
      const sigmoid = f32x4.div(one, f32x4.add(one, v128.load(xGradient + at)))
      const slope = f32x4.mul(linear, f32x4.add(one, f32x4.mul(curved, f32x4.mul(value, value))))
      const bend = f32x4.mul(f32x4.mul(value, f32x4.sub(one, sigmoid)), slope)
      const gradient = f32x4.mul(f32x4.mul(sigmoid, f32x4.add(one, bend)), v128.load(outGradient + at))
      v128.store(xGradient + at, gradient)
      v128.store(biasGradient + at, f32x4.add(gradient, v128.load(biasGradient + at)))
    }
    x += bytes
    outGradient += bytes
    xGradient += bytes
  }
}

/** -gates, whose exponential gives the sigmoid, for one row. At most 60, as above. */
function minusGates(bytes: usize, gates: usize, out: usize): void {
  const most = lanes(60)
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(out + at, f32x4.pmin(f32x4.neg(v128.load(gates + at)), most))
  }
}

export function swishGate(count: i32, width: i32, x: usize, out: usize): void {
  const bytes = (<usize>width) << 2
  const one = lanes(1)
  for (let i = 0; i < count; i++) {
    const values = x + bytes
    minusGates(bytes, x, out)
    exponential(width, out, 0)
    for (let at: usize = 0; at < bytes; at += 16) {
      const product = f32x4.mul(v128.load(x + at), v128.load(values + at))
      v128.store(out + at, f32x4.div(product, f32x4.add(one, v128.load(out + at))))
    }
    x += 2 * bytes
    out += bytes
  }
}

/** Of a value: x σ. Of a gate x: value · σ (1 + x (1 - σ)). */
export function swishGateBackward(count: i32, width: i32, x: usize, outGradient: usize, xGradient: usize): void {
  const bytes = (<usize>width) << 2
  const one = lanes(1)
  for (let i = 0; i < count; i++) {
    minusGates(bytes, x, xGradient)
    exponential(width, xGradient, 0)
    for (let at: usize = 0; at < bytes; at += 16) {
      const gate = v128.load(x + at)
      const sigmoid = f32x4.div(one, f32x4.add(one, v128.load(xGradient + at)))
      const passed = f32x4.mul(v128.load(outGradient + at), sigmoid)
      const slope = f32x4.add(one, f32x4.mul(gate, f32x4.sub(one, sigmoid)))
      v128.store(xGradient + at, f32x4.mul(f32x4.mul(passed, slope), v128.load(x + bytes + at)))
      v128.store(xGradient + bytes + at, f32x4.mul(passed, gate))
    }
    x += 2 * bytes
    outGradient += bytes
    xGradient += 2 * bytes
  }
}
