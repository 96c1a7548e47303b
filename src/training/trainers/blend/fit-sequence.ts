/**
 * Fits the sequence model of a blend: first with held-out items that say when to stop, then with all items: anew for as long as
 * was best, or on from where the first training ended, at a tenth of the cost, where time allows no more.
 */

import type { Case } from '../../../algorithms/blend/hold-out.ts'
import type { Part } from '../../../algorithms/blend/params.ts'
import type { Histories } from '../../../algorithms/histories.ts'
import { fitSequenceModel } from '../../../algorithms/sequence-model/fit.ts'
import { type CurvePoint, continuing, type SequenceModelOptions } from '../../../algorithms/sequence-model/params.ts'
import { isSameBesideItems, type ModelStart } from '../../../algorithms/sequence-model/start-from.ts'
import type { ValidationSlice } from '../../../algorithms/sequence-model/validation.ts'
import type { FitContext } from '../trainer.ts'
import type { SequenceSteps } from './choices.ts'
import { nameOf } from './fit-part.ts'
import type { SequencePlan } from './sequence-plan.ts'

type PossiblePlan = Extract<SequencePlan, { isPossible: true }>

const partOf = (params: Extract<Part, { shape: 'sequence' }>['params']): Part => ({
  name: nameOf('sequence', 1),
  shape: 'sequence',
  params,
})

/** Looked at after each epoch. */
const sliceCountMax = 2000

export interface FoundSequence {
  readonly part: Part
  readonly steps: SequenceSteps
  readonly curve: readonly CurvePoint[]
}

export async function findSequence(
  kept: Histories,
  cases: readonly Case[],
  leavesOutSeen: boolean,
  { options, goesOn }: Pick<PossiblePlan, 'options' | 'goesOn'>,
  context: FitContext,
): Promise<FoundSequence> {
  const { params, curve, steps } = await fitSequenceModel(kept, options, {
    ...common(context, options.epochCount),
    validation: sliceOf(cases, leavesOutSeen),
  })
  const { plannedCount, takenCount } = steps
  const { epochCount } = options
  const interactionCount = kept.items.length
  return { part: partOf(params), curve, steps: { plannedCount, takenCount, interactionCount, epochCount, goesOn } }
}

/**
 * From the former model on, where that was planned and in updates; else as many steps as were best, in proportion to how many
 * interactions there are now.
 */
export async function fitSequenceAgain(
  histories: Histories,
  found: SequenceSteps,
  options: SequenceModelOptions,
  context: FitContext,
): Promise<Part> {
  const { start } = context
  // A model of an earlier release, or of other parameters, may have another shape.
  const isUpdate = start?.formerItems !== undefined
  if (start && (found.goesOn || isUpdate) && isSameBesideItems(options, start.params.shape))
    return goOn(histories, start, continuing({ ...options, epochCount: found.epochCount }), context)
  const { plannedCount, takenCount, interactionCount } = found
  const growth = histories.items.length / Math.max(1, interactionCount)
  const steps = { plannedCount: Math.ceil(plannedCount * growth), takenCount: Math.ceil(takenCount * growth) }
  const { params } = await fitSequenceModel(histories, options, { ...common(context, options.epochCount), steps })
  return partOf(params)
}

async function goOn(
  histories: Histories,
  start: ModelStart,
  options: SequenceModelOptions,
  context: FitContext,
): Promise<Part> {
  const { params } = await fitSequenceModel(histories, options, { ...common(context, options.epochCount), start })
  return partOf(params)
}

const common = ({ seed, means, note }: FitContext, epochCount: number) => ({
  seed,
  threadCount: means.threadCount,
  deterministic: means.deterministic ?? false,
  onProgress: ({ epoch, loss, validation }: CurvePoint) => {
    const found = validation === undefined ? '' : `, NDCG@10 on held-out items ${validation.toFixed(4)}`
    note(`sequence model: epoch ${epoch} of at most ${epochCount}, loss ${loss.toFixed(3)}${found}`)
  },
})

function sliceOf(cases: readonly Case[], leavesOutSeen: boolean): ValidationSlice {
  const count = Math.min(sliceCountMax, cases.length)
  const some = Array.from({ length: count }, (_, at) => cases[Math.floor((at * cases.length) / count)]!)
  const offsets = new Uint32Array(count + 1)
  for (const [at, { history }] of some.entries()) offsets[at + 1] = offsets[at]! + history.length
  const items = new Uint32Array(offsets[count]!)
  for (const [at, { history }] of some.entries()) items.set(history, offsets[at]!)
  return { offsets, items, targets: Uint32Array.from(some, ({ target }) => target), leavesOutSeen }
}
