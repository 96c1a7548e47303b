/**
 * Whether and how long a sequence model is trained, from the size of the data and the settings alone, never from the clock:
 * the same data and settings give the same number of steps on any machine. The estimate of time is for a nominal core.
 */

import { layoutOf, type ModelShape } from '../../../algorithms/sequence-model/layout.ts'
import {
  continuing,
  type SequenceModelOptions,
  sequenceModelDefaults,
} from '../../../algorithms/sequence-model/params.ts'
import { trainingBytes } from '../../../algorithms/sequence-model/training-memory.ts'
import type { ParameterValues } from '../../parameter-values.ts'
import { plannedThreads, type TrainingMeans } from '../trainer.ts'

export type SequencePlan =
  | {
      readonly isPossible: true
      readonly options: SequenceModelOptions
      readonly minutes: number
      /** Whether the refit on everything goes on from the first training: where there is no time for as many epochs again. */
      readonly goesOn: boolean
    }
  | { readonly isPossible: false; readonly reason: string }

/** Multiplications and additions a second that a core does in training, all passes included: half of its matrix speed. */
const coreSpeed = 30e9
/** Forward and backward. */
const passCount = 3

/** Small data are seen more often, so that there are steps enough to learn from. */
const stepCountMin = 600
const [epochCountFewest, epochCountUsual, epochCountMost] = [4, 30, 60]

/** Fewer teach a sequence model nothing that transition rules do not know. */
const interactionCountMin = 20_000

const bpttMax = 32
const widthStep = 16
const bytesPerMb = 1024 * 1024

interface Size {
  readonly itemCount: number
  readonly interactionCount: number
}

export function planSequence(size: Size, values: ParameterValues, means: TrainingMeans): SequencePlan {
  if (means.sequenceMinutes === 0) return { isPossible: false, reason: 'sequenceMinutes is 0' }
  if (size.interactionCount < interactionCountMin)
    return { isPossible: false, reason: `${size.interactionCount} interactions are fewer than ${interactionCountMin}` }
  const options = optionsFor(values)
  const neededMb = sequenceMb(size, values, means)
  if (neededMb > means.memoryMb)
    return { isPossible: false, reason: `it takes ${neededMb} MB and of trainingMemoryMb ${means.memoryMb} are left` }
  const epochMinutes = operationsPerEpoch(size, options) / (coreSpeed * plannedThreads(means) * 60)
  const countInTime = means.sequenceMinutes / epochMinutes
  const affordable = affordableEpochs(countInTime)
  if (affordable < epochCountFewest)
    return {
      isPossible: false,
      reason: `${epochCountFewest} epochs take some ${Math.ceil(allEpochs(epochCountFewest) * epochMinutes)} minutes and sequenceMinutes is ${means.sequenceMinutes}`,
    }
  const wanted = epochsFor(size, options)
  const epochCount = Math.min(affordable, wanted)
  const twice = (1 + growth) * wanted
  const goesOn = countInTime < twice
  const minutes = (goesOn ? allEpochs(epochCount) : twice) * epochMinutes
  return { isPossible: true, options: { ...options, epochCount }, minutes, goesOn }
}

export function sequenceMb(size: Size, values: ParameterValues, { threadCount }: TrainingMeans): number {
  const options = optionsFor(values)
  return Math.ceil(trainingBytes(shapeFor(size, options), options.negativeCount, threadCount) / bytesPerMb)
}

/** A tenth of the users is tested, so there is a ninth more to learn from in the end. */
const growth = 10 / 9

/** With those that go on with all interactions once it is known how long to train. */
const allEpochs = (epochCount: number): number =>
  epochCount + growth * continuing({ ...sequenceModelDefaults, epochCount }).epochCount

/** The most that take no longer than this many epochs would. */
function affordableEpochs(count: number): number {
  let affordable = Math.min(epochCountMost, Math.floor(count))
  while (affordable > 0 && allEpochs(affordable) > count) affordable--
  return affordable
}

function epochsFor({ interactionCount }: Size, { batchTokenCount }: SequenceModelOptions): number {
  const stepsPerEpoch = Math.max(1, interactionCount / batchTokenCount)
  return Math.min(epochCountMost, Math.max(epochCountUsual, Math.ceil(stepCountMin / stepsPerEpoch)))
}

/** `hidden_dimension` and `bptt` move width and length from their defaults in proportion. */
function optionsFor(values: ParameterValues): SequenceModelOptions {
  const { dimension, hiddenWidth, lengthMax } = sequenceModelDefaults
  const width = values.has('hidden_dimension')
    ? values.number('hidden_dimension') / values.defaultOf('hidden_dimension')
    : 1
  const reach = values.has('bptt') ? values.number('bptt') / bpttMax : 1
  const wanted = Math.max(widthStep, widthStep * Math.round((dimension * width) / widthStep))
  return {
    ...sequenceModelDefaults,
    dimension: wanted,
    hiddenWidth: (hiddenWidth / dimension) * wanted,
    lengthMax: Math.max(2, Math.round(lengthMax * reach)),
  }
}

const shapeFor = ({ itemCount }: Size, options: SequenceModelOptions): ModelShape => ({ itemCount, ...options })

function operationsPerEpoch({ itemCount, interactionCount }: Size, options: SequenceModelOptions): number {
  const { dimension, blockCount, negativeCount, fullSoftmaxItemCountMax, fullSoftmaxShare, lengthMax } = options
  const weights = layoutOf({ itemCount: 0, ...options }).length - lengthMax * dimension
  const isFull = itemCount <= fullSoftmaxItemCountMax
  const logits = dimension * (isFull ? itemCount * fullSoftmaxShare : negativeCount)
  const attention = blockCount * lengthMax * dimension
  return 2 * passCount * interactionCount * (weights + logits + attention)
}
