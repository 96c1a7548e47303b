/**
 * Trains the sequence model: self-attention over a user's latest items (Kang and McAuley, 2018) with a softmax over the
 * catalogue, or over a sample of it with the correction for how items were sampled, at the next item of every position.
 *
 * Threads share each batch, each with its own gradients; they meet after the gradients and after the update, and every
 * thread updates its part of the weights. The same data, options, seed and thread count give the same bytes on one machine.
 * The number of steps is fixed before training; with a validation slice, training ends once it no longer gains, and the
 * state that did best is kept.
 */

import { seededRandom } from '../../base/random.ts'
import { siblingModule } from '../../base/sibling-module.ts'
import { openTeam, type Team } from '../../kernels/team.ts'
import type { Histories } from '../histories.ts'
import { planEpoch, targetCountOf } from './batches.ts'
import type { ContextColumn } from './context.ts'
import { initialWeights } from './initial-weights.ts'
import { type ItemFeatureRows, placeByFeatures } from './item-feature-rows.ts'
import { layoutOf, type ModelShape } from './layout.ts'
import { logPriorOf } from './log-prior.ts'
import type { CurvePoint, SequenceModel, SequenceModelOptions, TrainingSteps } from './params.ts'
import { type ModelStart, startFrom } from './start-from.ts'
import {
  type EvaluatedPart,
  sharedFloats,
  sharedIndices,
  type ThreadData,
  type TrainEpoch,
  type TrainedEpoch,
  type TrainingRows,
} from './thread-data.ts'
import { openTrainingMemory } from './training-memory.ts'
import type { ValidationSlice } from './validation.ts'
import { warmStart } from './warm-start.ts'

export interface SequenceFit {
  readonly threadCount: number
  readonly seed: number
  readonly validation?: ValidationSlice
  /** What else is known of each interaction, in the order of the histories' items. */
  readonly contexts?: readonly ContextColumn[]
  /** Such as categories: what an item has in common with others is learned from all of them. */
  readonly itemFeatures?: ItemFeatureRows
  /** A model to go on from, in place of weights from noise and co-occurrence. */
  readonly start?: ModelStart
  /** Of an earlier fit, in place of what `epochCount` asks for: a refit trains as long as was found to be best. */
  readonly steps?: TrainingSteps
  readonly onProgress?: (point: CurvePoint) => void
  readonly signal?: AbortSignal | undefined
  /** The same bytes on every processor, somewhat slower. */
  readonly deterministic?: boolean
}

export async function fitSequenceModel(
  histories: Histories,
  options: SequenceModelOptions,
  fit: SequenceFit,
): Promise<SequenceModel> {
  const { itemCount } = histories
  const shape = shapeOf(itemCount, options, fit.contexts)
  const weights = initialWeights(shape, seededRandom(fit.seed))
  if (fit.start !== undefined) startFrom(weights, shape, fit.start)
  else if (options.isWarmStarted) warmStart(weights, histories, options.dimension, fit.seed)
  if (fit.itemFeatures !== undefined)
    placeByFeatures(weights, fit.itemFeatures, knownBefore(histories, fit.start), options.dimension)
  const logPrior = logPriorOf(histories)
  const steps = fit.steps ?? plannedSteps(histories, options, fit.seed)
  // Nothing comes next anywhere, whatever an earlier fit found.
  if (steps.takenCount === 0 || targetCountOf(histories) === 0)
    return { params: { shape, weights, logPrior }, curve: [], steps }
  const { featureVectors, ...trained } = await train(weights, shape, histories, options, { ...fit, steps })
  const params = { shape, weights: trained.weights, logPrior, ...(featureVectors && { featureVectors }) }
  return { params, curve: trained.curve, steps: trained.steps }
}

const shapeOf = (
  itemCount: number,
  options: SequenceModelOptions,
  contexts: readonly ContextColumn[] | undefined,
): ModelShape => ({
  itemCount,
  dimension: options.dimension,
  blockCount: options.blockCount,
  headCount: options.headCount,
  hiddenWidth: options.hiddenWidth,
  activation: options.activation,
  lengthMax: options.lengthMax,
  hasDistanceBiases: options.hasDistanceBiases,
  ...(contexts !== undefined && { contextSizes: contexts.map(({ size }) => size) }),
})

/** Whether anything is known of an item but its features: to the model that is gone on from, or else to the histories. */
function knownBefore({ itemCount, items }: Histories, start: ModelStart | undefined): (item: number) => boolean {
  const formerItems = start?.formerItems
  if (formerItems !== undefined) return item => formerItems[item]! >= 0
  if (start !== undefined) return () => true
  const isTaken = new Uint8Array(itemCount)
  for (const item of items) isTaken[item] = 1
  return item => isTaken[item] === 1
}

/** Batches of an epoch differ by a few with where histories are cut, so each epoch is planned to be counted. */
function plannedSteps(histories: Histories, options: SequenceModelOptions, seed: number): TrainingSteps {
  const { lengthMax, batchTokenCount, epochCount } = options
  let count = 0
  for (let epoch = 0; epoch < epochCount; epoch++)
    count += planEpoch(histories, lengthMax, batchTokenCount, seed, epoch).batches.length - 1
  return { plannedCount: count, takenCount: count }
}

interface Learned {
  readonly weights: Float32Array
  readonly featureVectors: Float32Array | undefined
}

interface Trained {
  readonly weights: Float32Array<ArrayBuffer>
  readonly featureVectors: Float32Array<ArrayBuffer> | undefined
  readonly curve: readonly CurvePoint[]
  readonly steps: TrainingSteps
}

async function train(
  weights: Float32Array,
  shape: ModelShape,
  histories: Histories,
  options: SequenceModelOptions,
  fit: SequenceFit & { readonly steps: TrainingSteps },
): Promise<Trained> {
  const { threadCount, seed, deterministic = false } = fit
  const { itemFeatures } = fit
  const size = { negativeCount: options.negativeCount, threadCount, ...(itemFeatures && { itemFeatures }) }
  const { space, memory } = openTrainingMemory(weights, shape, size, deterministic)
  const data: ThreadData = {
    ...{ shape, options, memory, seed, deterministic },
    rows: sharedRows(histories, fit.contexts),
    validation: fit.validation && sharedSlice(fit.validation),
    plannedStepCount: fit.steps.plannedCount,
  }
  const module = siblingModule(import.meta.url, './training-thread')
  const team = await openTeam({ module, threadCount, memory: space.memory, data })
  const { buffer } = space.memory
  const current: Learned = {
    weights: new Float32Array(buffer, memory.weights, layoutOf(shape).length),
    featureVectors:
      memory.features &&
      new Float32Array(buffer, memory.features.vectors, memory.features.featureCount * shape.dimension),
  }
  try {
    return await trainEpochs(team, current, patienceOf(options), fit)
  } finally {
    await team.close()
  }
}

/** Evaluations without a gain that end a training. */
const patienceOf = ({ patienceShare, epochCount }: SequenceModelOptions): number =>
  Math.max(3, Math.ceil(patienceShare * epochCount))

async function trainEpochs(
  team: Team,
  current: Learned,
  patience: number,
  { steps, validation, onProgress, signal }: SequenceFit & { readonly steps: TrainingSteps },
): Promise<Trained> {
  const curve: CurvePoint[] = []
  const kept = copyOf(current)
  let best = { stepCount: 0, validation: Number.NEGATIVE_INFINITY, epoch: 0 }
  for (let stepCount = 0; stepCount < steps.takenCount && curve.length - best.epoch < patience; ) {
    const epoch = curve.length
    const trained = await trainEpoch(team, { epoch, firstStep: stepCount, endStep: steps.takenCount }, signal)
    stepCount += trained.stepCount
    const found = validation && (await evaluate(team, validation, signal))
    const point: CurvePoint = {
      ...{ epoch: epoch + 1, stepCount, loss: trained.lossSum / Math.max(1, trained.lossCount) },
      ...(found !== undefined && { validation: found }),
    }
    curve.push(point)
    onProgress?.(point)
    // Without a slice the latest state is the best.
    if (found === undefined || found > best.validation) {
      kept.weights.set(current.weights)
      if (current.featureVectors !== undefined) kept.featureVectors?.set(current.featureVectors)
      best = { stepCount, validation: found ?? best.validation, epoch: curve.length }
    }
  }
  return { ...kept, curve, steps: { plannedCount: steps.plannedCount, takenCount: best.stepCount } }
}

const copyOf = ({ weights, featureVectors }: Learned) => ({
  weights: Float32Array.from(weights),
  featureVectors: featureVectors && Float32Array.from(featureVectors),
})

async function trainEpoch(team: Team, args: TrainEpoch, signal: AbortSignal | undefined): Promise<TrainedEpoch> {
  const parts = (await team.run('train', args, { signal })) as readonly TrainedEpoch[]
  return parts.reduce((sum, part) => ({
    stepCount: part.stepCount,
    lossSum: sum.lossSum + part.lossSum,
    lossCount: sum.lossCount + part.lossCount,
  }))
}

async function evaluate(team: Team, { targets }: ValidationSlice, signal: AbortSignal | undefined): Promise<number> {
  const parts = (await team.run('evaluate', undefined, { signal })) as readonly EvaluatedPart[]
  return parts.reduce((sum, { ndcgSum }) => sum + ndcgSum, 0) / Math.max(1, targets.length)
}

const sharedRows = (
  { userCount, itemCount, offsets, items, weights }: Histories,
  contexts: readonly ContextColumn[] | undefined,
): TrainingRows => ({
  ...{ userCount, itemCount },
  offsets: sharedIndices(offsets),
  items: sharedIndices(items),
  weights: weights && sharedFloats(weights),
  ...(contexts !== undefined && { contexts: contexts.map(({ codes }) => sharedIndices(codes)) }),
})

const sharedSlice = ({ offsets, items, contexts, targets, leavesOutSeen }: ValidationSlice): ValidationSlice => ({
  offsets: sharedIndices(offsets),
  items: sharedIndices(items),
  targets: sharedIndices(targets),
  ...(contexts !== undefined && { contexts: contexts.map(sharedCodes) }),
  leavesOutSeen,
})

const sharedCodes = (codes: ArrayLike<number> | undefined): Uint32Array | undefined =>
  codes && sharedIndices(Uint32Array.from(codes))
