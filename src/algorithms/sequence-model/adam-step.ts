/** The numbers of one step of AdamW that all weights share. */

import type { Kernels } from '../../kernels/kernels.ts'
import type { Offset } from '../../kernels/offset.ts'

const beta1 = 0.9
/** Lower than the usual .999: batches are large and trainings short. */
const beta2 = 0.98
const epsilon = 1e-8

export interface AdamStep {
  readonly learningRate: number
  readonly weightDecay: number
  readonly firstCorrection: number
  readonly secondCorrection: number
}

/** `step` counts from 1. */
export const adamStep = (step: number, learningRate: number, weightDecay: number): AdamStep => ({
  ...{ learningRate, weightDecay },
  firstCorrection: 1 - beta1 ** step,
  secondCorrection: 1 - beta2 ** step,
})

/** Weights and moments from one offset on, and where their gradients begin. */
export interface AdamRange {
  readonly weights: Offset
  readonly gradients: Offset
  readonly firstMoments: Offset
  readonly secondMoments: Offset
}

export function updateRange(kernels: Kernels, count: number, range: AdamRange, step: AdamStep): void {
  kernels.adam(
    count,
    range.weights,
    range.gradients,
    range.firstMoments,
    range.secondMoments,
    step.learningRate,
    beta1,
    beta2,
    step.firstCorrection,
    step.secondCorrection,
    epsilon,
    step.weightDecay,
    1,
  )
}

/** Rows of `width` by their indices at `rows`; gradients lie end to end. */
export function updateRows(
  kernels: Kernels,
  count: number,
  width: number,
  rows: Offset,
  range: AdamRange,
  step: AdamStep,
): void {
  kernels.adamRows(
    count,
    width,
    rows,
    range.weights,
    range.gradients,
    range.firstMoments,
    range.secondMoments,
    step.learningRate,
    beta1,
    beta2,
    step.firstCorrection,
    step.secondCorrection,
    epsilon,
    step.weightDecay,
    1,
  )
}
