/**
 * Fits the sequence model of a blend: first with held-out items that say when to stop, then with all items: anew for as long as
 * was best, or on from where the first training ended, at a tenth of the cost, where time allows no more.
 */

import type { Case } from '../../../algorithms/blend/choosing/hold-out.ts'
import type { Part } from '../../../algorithms/blend/params.ts'
import type { Histories } from '../../../algorithms/histories.ts'
import type { ContextCodes } from '../../../algorithms/sequence-model/context.ts'
import { fitSequenceModel } from '../../../algorithms/sequence-model/fit.ts'
import {
  type CurvePoint,
  continuing,
  type SequenceModelOptions,
  type SequenceModelParams,
} from '../../../algorithms/sequence-model/params.ts'
import { goingOnLike, isSameBesideItems, type ModelStart } from '../../../algorithms/sequence-model/start-from.ts'
import { rowsOfColumns, tellingColumns } from '../../../algorithms/sequence-model/telling-features.ts'
import { usedInputs } from '../../../algorithms/sequence-model/used-inputs.ts'
import type { ValidationSlice } from '../../../algorithms/sequence-model/validation.ts'
import { withInputs } from '../../../algorithms/sequence-model/with-inputs.ts'
import type { FitContext } from '../trainer.ts'
import type { SequenceChoice, SequenceSteps } from './choices.ts'
import { nameOf } from './fit-part.ts'
import { codesAt, columnFor, inputsOf, promisingInputs, type SequenceInputs } from './sequence-inputs.ts'
import type { SequencePlan } from './sequence-plan.ts'

type TrainedSequence = Extract<SequenceChoice, { steps: SequenceSteps }>
type PossiblePlan = Extract<SequencePlan, { isPossible: true }>

/** Vectors of features are parts of those of items by now. */
const partOf = ({ featureVectors: _, ...params }: SequenceModelParams): Part => ({
  name: nameOf('sequence', 1),
  shape: 'sequence',
  params,
})

/** Looked at after each epoch. */
const sliceCountMax = 2000
/** Asked once with and once without each column. */
const askedCountMax = 1000

export interface FoundSequence {
  readonly part: Part
  readonly steps: SequenceSteps
  readonly curve: readonly CurvePoint[]
  /** What it takes beside items, where that is of use. */
  readonly inputs?: SequenceInputs
  /** Columns of items that it learns with. */
  readonly itemColumns?: readonly string[]
}

export async function findSequence(
  kept: Histories,
  cases: readonly Case[],
  leavesOutSeen: boolean,
  { options, goesOn }: Pick<PossiblePlan, 'options' | 'goesOn'>,
  context: FitContext,
): Promise<FoundSequence> {
  const inputs = promisingInputs(inputsOf(context), kept, context.seed)
  const itemColumns = telling(kept, context)
  const fitted = await fitSequenceModel(kept, options, {
    ...common(context, options.epochCount),
    ...featuresOf(context, itemColumns),
    ...columnsOf(inputs, kept),
    validation: sliceOf(cases, leavesOutSeen, inputs),
  })
  const { curve, steps } = fitted
  const { params, used } = withUsedInputs(fitted.params, inputs, cases)
  const { plannedCount, takenCount } = steps
  const { epochCount } = options
  const interactionCount = kept.items.length
  const found = { plannedCount, takenCount, interactionCount, epochCount, goesOn }
  return {
    ...{ part: partOf(params), curve, steps: found },
    ...(used && { inputs: used }),
    ...(itemColumns.length > 0 && { itemColumns }),
  }
}

/** A step moves every item by its features, which a step on a sample of a larger catalogue does not bear. */
const featuredItemCountMax = 50_000

const telling = (kept: Histories, { features, seed }: FitContext): readonly string[] =>
  features && kept.itemCount <= featuredItemCountMax ? tellingColumns(features, kept, seed) : []

/** Nothing where an update's data have none of the columns any more. */
function featuresOf({ features }: FitContext, columns: readonly string[]) {
  const itemFeatures = features && columns.length > 0 ? rowsOfColumns(features, columns) : undefined
  return itemFeatures && itemFeatures.featureCount > 0 ? { itemFeatures } : {}
}

const columnsOf = (inputs: SequenceInputs | undefined, histories: Histories) =>
  inputs && { contexts: inputs.inputs.map(input => columnFor(input, histories)) }

/** Leaves out what held-out items do without. */
function withUsedInputs(fitted: SequenceModelParams, inputs: SequenceInputs | undefined, cases: readonly Case[]) {
  if (inputs === undefined) return { params: fitted, used: undefined }
  const named = { ...fitted, inputs: inputs.inputs.map(({ column }) => column) }
  const some = evenly(cases, askedCountMax).flatMap(one => {
    const contexts = codesAt(inputs, one.place)
    return contexts ? [{ ...one, contexts }] : []
  })
  const used = usedInputs(named, some).map(column => inputs.inputs[column]!)
  const params = withInputs(
    named,
    used.map(({ column }) => column),
  )
  return { params, used: used.length > 0 ? { ...inputs, inputs: used } : undefined }
}

/**
 * From the former model on, where that was planned and in updates; else as many steps as were best, in proportion to how many
 * interactions there are now.
 */
export async function fitSequenceAgain(
  histories: Histories,
  { steps: found, inputs: keys = [], itemColumns = [] }: Pick<TrainedSequence, 'steps' | 'inputs' | 'itemColumns'>,
  options: SequenceModelOptions,
  context: FitContext,
): Promise<Part> {
  const inputs = inputsOf(context, key => keys.includes(key))
  const named = inputs?.inputs.map(({ column }) => column) ?? []
  const start = context.start && { ...context.start, params: withInputs(context.start.params, named) }
  const told = {
    ...common(context, options.epochCount),
    ...columnsOf(inputs, histories),
    ...featuresOf(context, itemColumns),
  }
  const partWith = (params: SequenceModelParams) => partOf({ ...params, ...(inputs && { inputs: named }) })
  // A model of an earlier release, or of other parameters, may have another shape.
  const isUpdate = start?.formerItems !== undefined
  const likeBefore = start && goingOnLike(options, start)
  if (
    likeBefore &&
    (found.goesOn || isUpdate) &&
    isSameBesideItems({ ...likeBefore, ...sizesOf(start) }, start.params.shape)
  ) {
    const less = continuing({ ...likeBefore, epochCount: found.epochCount })
    const { params } = await fitSequenceModel(histories, less, { ...told, ...common(context, less.epochCount), start })
    return partWith(params)
  }
  const { plannedCount, takenCount, interactionCount } = found
  const growth = histories.items.length / Math.max(1, interactionCount)
  const steps = { plannedCount: Math.ceil(plannedCount * growth), takenCount: Math.ceil(takenCount * growth) }
  const { params } = await fitSequenceModel(histories, options, { ...told, steps })
  return partWith(params)
}

/** Columns are those of now in both. */
const sizesOf = ({ params: { shape } }: ModelStart) => shape.contextSizes && { contextSizes: shape.contextSizes }

const common = ({ seed, means, note }: FitContext, epochCount: number) => ({
  seed,
  threadCount: means.threadCount,
  deterministic: means.deterministic ?? false,
  onProgress: ({ epoch, loss, validation }: CurvePoint) => {
    const found = validation === undefined ? '' : `, NDCG@10 on held-out items ${validation.toFixed(4)}`
    note(`sequence model: epoch ${epoch} of at most ${epochCount}, loss ${loss.toFixed(3)}${found}`)
  },
})

function evenly(cases: readonly Case[], countMax: number): readonly Case[] {
  const count = Math.min(countMax, cases.length)
  return Array.from({ length: count }, (_, at) => cases[Math.floor((at * cases.length) / count)]!)
}

function sliceOf(cases: readonly Case[], leavesOutSeen: boolean, inputs: SequenceInputs | undefined): ValidationSlice {
  const some = evenly(cases, sliceCountMax)
  const count = some.length
  const offsets = new Uint32Array(count + 1)
  for (const [at, { history }] of some.entries()) offsets[at + 1] = offsets[at]! + history.length
  const items = new Uint32Array(offsets[count]!)
  for (const [at, { history }] of some.entries()) items.set(history, offsets[at]!)
  const targets = Uint32Array.from(some, ({ target }) => target)
  return { offsets, items, targets, leavesOutSeen, ...(inputs && { contexts: sliceCodes(some, offsets, inputs) }) }
}

function sliceCodes(cases: readonly Case[], offsets: Uint32Array, inputs: SequenceInputs): ContextCodes {
  const columns = inputs.inputs.map(() => new Uint32Array(offsets.at(-1)!))
  for (const [at, { place }] of cases.entries())
    for (const [column, codes] of (codesAt(inputs, place) ?? []).entries())
      columns[column]!.set(codes ?? [], offsets[at])
  return columns
}
