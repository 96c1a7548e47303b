/**
 * What the sequence model is told and what it learns. The defaults are those that won on held-out items of several public
 * sets; `docs/internals/sequence-model.md` and the decisions it names have the figures.
 */

import type { InputColumn } from './input-columns.ts'
import type { Activation, ModelShape } from './layout.ts'

export interface SequenceModelOptions {
  readonly dimension: number
  readonly blockCount: number
  readonly headCount: number
  /** Width inside the feed-forward half of a block; a gate comes on top, as wide again. */
  readonly hiddenWidth: number
  /** Gates learn most in a step; models of earlier releases have GELU and keep it in updates; peers we time have ReLU. */
  readonly activation: Activation
  /** How many of the newest interactions the model looks at; longer histories are trained on in chunks of this. */
  readonly lengthMax: number
  /** Whether attention learns, for each head, how much each distance counts. */
  readonly hasDistanceBiases: boolean
  /** Share of activations set to zero while training. */
  readonly dropout: number
  readonly learningRate: number
  readonly weightDecay: number
  /** Share of all steps in which the learning rate grows to its height, before it falls along a cosine to zero. */
  readonly warmUpShare: number
  /** How often every position is seen, before early stopping; fixed before training. */
  readonly epochCount: number
  /** Positions of one step, all threads together. */
  readonly batchTokenCount: number
  /** Up to this many items the softmax is over the whole catalogue. */
  readonly fullSoftmaxItemCountMax: number
  /** Share of the positions that have a loss when the softmax is full. */
  readonly fullSoftmaxShare: number
  /** Sampled items, shared by all positions of a thread's step, when the softmax is not full. */
  readonly negativeCount: number
  /** Exponent of an item's frequency in the sampling of negatives. */
  readonly negativeFrequencyPower: number
  /** Whether item vectors start from co-occurrence rather than from noise. */
  readonly isWarmStarted: boolean
  /**
   * Training ends when this share of its epochs brought no gain. A third: the learning rate's end brings gains that noise in
   * the validation would hide from less patience.
   */
  readonly patienceShare: number
}

export const sequenceModelDefaults: SequenceModelOptions = {
  dimension: 64,
  blockCount: 2,
  headCount: 2,
  hiddenWidth: 160,
  activation: 'swish-gate',
  lengthMax: 200,
  hasDistanceBiases: false,
  dropout: 0.2,
  learningRate: 2e-3,
  weightDecay: 0,
  warmUpShare: 0.03,
  epochCount: 30,
  batchTokenCount: 6400,
  fullSoftmaxItemCountMax: 10_000,
  fullSoftmaxShare: 0.3,
  negativeCount: 512,
  negativeFrequencyPower: 0.75,
  isWarmStarted: true,
  patienceShare: 1 / 3,
}

/**
 * For going on from a trained model with some newer interactions: a tenth of the epochs at a third of the learning rate. A
 * model that saw all but the newest then knows them too, at a fraction of what training it again would cost.
 */
export const continuing = (options: SequenceModelOptions): SequenceModelOptions => ({
  ...options,
  learningRate: options.learningRate / 3,
  epochCount: Math.max(2, Math.ceil(options.epochCount / 10)),
})

export interface SequenceModelParams {
  readonly shape: ModelShape
  /** Everything learned, end to end in the order of `layoutOf(shape)`; item vectors first. */
  readonly weights: Float32Array<ArrayBuffer>
  /** Log of each item's share of the interactions, the answer to an empty history. */
  readonly logPrior: Float32Array<ArrayBuffer>
  /** A vector for each item feature, where the fit had them: an item without interactions has the sum of its features'. */
  readonly featureVectors?: Float32Array<ArrayBuffer>
  /** What the columns of contexts mean, in the order of `shape.contextSizes`; absent where there are none, or a test names none. */
  readonly inputs?: readonly InputColumn[]
}

/** One point of the learning curve. */
export interface CurvePoint {
  readonly epoch: number
  readonly stepCount: number
  /** Mean cross entropy over the epoch, with dropout. */
  readonly loss: number
  /** NDCG@10 on the validation slice; absent without one. */
  readonly validation?: number
}

/** Steps of a training: the schedule is drawn for `plannedCount`, and training ends after `takenCount` of them. */
export interface TrainingSteps {
  readonly plannedCount: number
  readonly takenCount: number
}

export interface SequenceModel {
  readonly params: SequenceModelParams
  readonly curve: readonly CurvePoint[]
  /** What a refit on more data is given, scaled to its size. */
  readonly steps: TrainingSteps
}
