/** Fits every candidate without some held-out items, and finds out which of them to blend and how. */

import { findTemperature } from '../../../algorithms/blend/choosing/calibrate.ts'
import { type FoundWeights, findWeights } from '../../../algorithms/blend/choosing/find-weights.ts'
import { type Case, holdOut } from '../../../algorithms/blend/choosing/hold-out.ts'
import { isOrderMeaningful } from '../../../algorithms/blend/choosing/order-evidence.ts'
import {
  compare,
  type Gain,
  gainInOrder,
  gainInSets,
  gainsOf,
  meanOf,
  type Weights,
} from '../../../algorithms/blend/choosing/quality.ts'
import { type Shortlist, ShortlistMaker } from '../../../algorithms/blend/choosing/shortlist.ts'
import type { Part } from '../../../algorithms/blend/params.ts'
import type { Histories } from '../../../algorithms/histories.ts'
import { inputKey } from '../../../algorithms/sequence-model/input-columns.ts'
import type { ParameterValues } from '../../parameter-values.ts'
import type { FitContext } from '../trainer.ts'
import { assembled, priorWeightMin } from './assemble.ts'
import { candidatesFor } from './candidates.ts'
import type { BlendChoices, ChosenPart } from './choices.ts'
import { findLifts } from './find-lifts.ts'
import { fitKind, nameOf } from './fit-part.ts'
import { findSequence } from './fit-sequence.ts'
import { codesAt, type SequenceInputs } from './sequence-inputs.ts'
import { planSequence } from './sequence-plan.ts'

export interface Choosing {
  readonly choices: BlendChoices
  /** Every candidate, as fitted on `kept`. */
  readonly parts: readonly Part[]
  readonly kept: Histories
}

const caseCountMax = 3000
/** Operations spent on scoring held-out cases: some 20 seconds of one core. */
const scoringBudget = 2e10
/** Of one item by one part that is not a product of factors: scoring, standardising, finding the best. */
const operationsPerScore = 16
/** Below it, in units of the blend, items of a history are not offered again. */
const neverRepeats = -10

/** Of the heaviest part, without order: `docs/decisions/0303-answers-are-for-later.md`. */
const smoothShareMin = 0.5

type Form = Omit<ChosenPart, 'weight'>

/** Parts and what is known of them on the held-out cases. */
interface Weighed {
  readonly forms: readonly Form[]
  readonly parts: readonly Part[]
  readonly cases: readonly Case[]
  readonly shortlists: readonly Shortlist[]
  readonly gain: Gain
  readonly found: FoundWeights
}

export async function choose(histories: Histories, values: ParameterValues, context: FitContext): Promise<Choosing> {
  const isOrdered = isOrderMeaningful(histories)
  const { kept, cases } = holdOut(histories, { isOrdered, caseCountMax, seed: context.seed })
  const { forms, parts } = await closedForms(kept, isOrdered, values, context)
  context.note('weighing parts on held-out items')
  const gain = isOrdered ? gainInOrder : gainInSets
  const closed = weighed({ forms, parts, cases, gain }, kept.itemCount)
  const { best, sequence } = isOrdered ? await withSequence(closed, kept, values, context) : unordered(closed)
  const blended = { isOrdered, ...choicesOf(best, kept.itemCount), sequence }
  const params = assembled(best.parts, blended, kept, values)
  const lifts = context.situations && findLifts(params, kept, best.cases, context.situations)
  const choices = { ...blended, ...(lifts && { lifts }) }
  context.note(`chosen: ${toldOf(choices)}`)
  return { choices, parts: best.parts, kept }
}

async function closedForms(kept: Histories, isOrdered: boolean, values: ParameterValues, context: FitContext) {
  const forms: Form[] = []
  const parts: Part[] = []
  for (const { kind, decays } of candidatesFor(kept.itemCount, isOrdered)) {
    context.note(`fitting ${kind}`)
    const fitted = await fitKind(kind, kept, values, context)
    for (const decay of decays) {
      forms.push({ kind, decay })
      parts.push(fitted(decay))
    }
  }
  return { forms, parts }
}

type ToWeigh = Pick<Weighed, 'forms' | 'parts' | 'cases' | 'gain'>

function weighed({ forms, parts, cases, gain }: ToWeigh, itemCount: number): Weighed {
  const used = someOf(cases, parts, itemCount)
  const maker = new ShortlistMaker(parts, itemCount, used)
  const shortlists = used.map(one => maker.shortlistOf(one))
  return { forms, parts, cases: used, shortlists, gain, found: findWeights(shortlists, parts.length, gain) }
}

/** Cases of as many users as can be scored in good time, evenly spread; cases of one user cost no more than one. */
function someOf(cases: readonly Case[], parts: readonly Part[], itemCount: number): readonly Case[] {
  const users = Array.from(Map.groupBy(cases, ({ history }) => history).values())
  const perUser = parts.reduce((sum, part) => sum + operationsOf(part, itemCount), 0)
  const count = Math.min(users.length, Math.max(200, Math.floor(scoringBudget / Math.max(1, perUser))))
  return Array.from({ length: count }, (_, at) => users[Math.floor((at * users.length) / count)]!).flat()
}

function operationsOf(part: Part, itemCount: number): number {
  if (part.shape === 'factors') return itemCount * (operationsPerScore + part.dimension)
  if (part.shape !== 'sequence') return itemCount * operationsPerScore
  const { dimension, blockCount, lengthMax } = part.params.shape
  return itemCount * (operationsPerScore + dimension) + 12 * blockCount * lengthMax * dimension ** 2
}

const unordered = (closed: Weighed) => ({
  best: smoothed(closed),
  sequence: { isUsed: false, reason: 'the order of histories means nothing in these data' } as const,
})

/**
 * What is held out at random lies among what it came with, which flatters parts that know neighbours; answers are for later.
 * So the smoothest part has its share whatever the held-out items say.
 */
function smoothed(closed: Weighed): Weighed {
  const { forms, shortlists, gain, found } = closed
  if (shortlists.length === 0) return closed
  const least = smoothShareMin * Math.max(...found.parts)
  const parts = found.parts.map((weight, at) => (forms[at]!.kind === 'spectral' ? Math.max(weight, least) : weight))
  const weights = { parts, repeat: found.repeat }
  return { ...closed, found: { ...weights, quality: meanOf(gainsOf(shortlists, weights, gain)) } }
}

/** The blend with a sequence model, where one can be had and is better beyond doubt. */
async function withSequence(closed: Weighed, kept: Histories, values: ParameterValues, context: FitContext) {
  const plan = planSequence({ itemCount: kept.itemCount, interactionCount: kept.items.length }, values, context.means)
  if (!plan.isPossible) {
    context.note(`no sequence model: ${plan.reason}`)
    return { best: closed, sequence: { isUsed: false, reason: plan.reason } as const }
  }
  context.note(`sequence model: planned for some ${Math.ceil(plan.minutes)} minutes`)
  const leavesOutSeen = closed.found.repeat < neverRepeats
  const { part, steps, curve, inputs, itemColumns } = await findSequence(
    kept,
    closed.cases,
    leavesOutSeen,
    plan,
    context,
  )
  context.note('weighing the sequence model on held-out items')
  const forms = [...closed.forms, { kind: 'sequence', decay: 1 } as const]
  const { gain: gainOf } = closed
  const cases = inputs ? closed.cases.map(one => ({ ...one, contexts: codesAt(inputs, one.place) })) : closed.cases
  const wider = weighed({ ...closed, cases, forms, parts: [...closed.parts, part] }, kept.itemCount)
  const { gain, error } = compare(
    gainsOf(wider.shortlists, wider.found, gainOf),
    gainsOf(wider.shortlists, without(wider, closed), gainOf),
  )
  const isUsed = wider.found.parts.at(-1)! > 0 && gain > error
  const told = curve.map(({ validation = 0 }) => rounded(validation))
  return {
    best: isUsed ? wider : closed,
    sequence: {
      isUsed,
      gain: rounded(gain),
      error: rounded(error),
      steps,
      ...keysOf(inputs),
      ...(itemColumns && { itemColumns }),
      curve: told,
    },
  }
}

const keysOf = (inputs: SequenceInputs | undefined) =>
  inputs && { inputs: inputs.inputs.map(({ column }) => inputKey(column)) }

/** The weights found before, on the shortlists of now. */
const without = (wider: Weighed, { found }: Weighed): Weights => ({
  parts: wider.parts.map((_, at) => found.parts[at] ?? 0),
  repeat: found.repeat,
})

function choicesOf({ forms, parts, cases, shortlists, gain, found }: Weighed, itemCount: number) {
  const weights = forms.map(({ kind }, at) => rounded(weightOf(kind, found.parts[at]!)))
  const chosen = forms.map((form, at) => ({ ...form, weight: weights[at]! })).filter(({ weight }) => weight > 0)
  const blended = parts.map((part, at) => ({ part, weight: weights[at]! })).filter(({ weight }) => weight > 0)
  const temperature = rounded(findTemperature(cases, blended, found.repeat, itemCount))
  const alone = Object.fromEntries(
    parts.map(({ name }, at) => {
      const only = { parts: parts.map((_, other) => (other === at ? 1 : 0)), repeat: found.repeat }
      return [name, rounded(meanOf(gainsOf(shortlists, only, gain)))]
    }),
  )
  return {
    parts: chosen,
    repeatOffset: rounded(found.repeat * temperature),
    temperature,
    caseCount: cases.length,
    quality: rounded(found.quality),
    alone,
  }
}

const weightOf = (kind: ChosenPart['kind'], weight: number): number =>
  kind === 'prior' ? Math.max(priorWeightMin, weight) : weight

const toldOf = ({ parts, quality, caseCount }: BlendChoices): string =>
  `${parts.map(({ kind, decay, weight }) => `${nameOf(kind, decay)} ${weight}`).join(', ')} (gain ${quality} on ${caseCount} held-out items)`

/** Four significant digits say all that is known. */
const rounded = (value: number): number => Number(value.toPrecision(4))
