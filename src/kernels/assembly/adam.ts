/** Adam with decoupled weight decay, over a range or over the rows that a step touched. */

import { madd } from './madd'

export function adam(
  count: i32,
  weights: usize,
  gradients: usize,
  firstMoments: usize,
  secondMoments: usize,
  learningRate: f32,
  beta1: f32,
  beta2: f32,
  firstCorrection: f32,
  secondCorrection: f32,
  epsilon: f32,
  weightDecay: f32,
  gradientScale: f32,
): void {
  const step = f32x4.splat(learningRate / firstCorrection)
  const rootScale = f32x4.splat(<f32>1 / sqrt<f32>(secondCorrection))
  const kept1 = f32x4.splat(beta1)
  const kept2 = f32x4.splat(beta2)
  const added1 = f32x4.splat((1 - beta1) * gradientScale)
  const added2 = f32x4.splat((1 - beta2) * gradientScale * gradientScale)
  const epsilons = f32x4.splat(epsilon)
  const decayed = f32x4.splat(1 - learningRate * weightDecay)
  for (; count > 0; count -= 4) {
    const gradient = v128.load(gradients)
    const first = madd(kept1, v128.load(firstMoments), f32x4.mul(added1, gradient))
    const second = madd(kept2, v128.load(secondMoments), f32x4.mul(added2, f32x4.mul(gradient, gradient)))
    const root = madd(f32x4.sqrt(second), rootScale, epsilons)
    v128.store(firstMoments, first)
    v128.store(secondMoments, second)
    const change = f32x4.div(f32x4.mul(step, first), root)
    v128.store(weights, f32x4.sub(f32x4.mul(decayed, v128.load(weights)), change))
    weights += 16
    gradients += 16
    firstMoments += 16
    secondMoments += 16
  }
}

export function adamRows(
  count: i32,
  width: i32,
  rows: usize,
  weights: usize,
  gradients: usize,
  firstMoments: usize,
  secondMoments: usize,
  learningRate: f32,
  beta1: f32,
  beta2: f32,
  firstCorrection: f32,
  secondCorrection: f32,
  epsilon: f32,
  weightDecay: f32,
  gradientScale: f32,
): void {
  const bytes = (<usize>width) << 2
  for (let i = 0; i < count; i++) {
    const at = <usize>load<u32>(rows + ((<usize>i) << 2)) * bytes
    adam(
      width,
      weights + at,
      gradients + <usize>i * bytes,
      firstMoments + at,
      secondMoments + at,
      learningRate,
      beta1,
      beta2,
      firstCorrection,
      secondCorrection,
      epsilon,
      weightDecay,
      gradientScale,
    )
  }
}
