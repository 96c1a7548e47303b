/** Fits every candidate without some held-out items, and finds out which of them to blend and how. */

import { findTemperature } from '../../../algorithms/blend/calibrate.ts'
import { type FoundWeights, findWeights } from '../../../algorithms/blend/find-weights.ts'
import { type Case, holdOut } from '../../../algorithms/blend/hold-out.ts'
import { isOrderMeaningful } from '../../../algorithms/blend/order-evidence.ts'
import type { Part } from '../../../algorithms/blend/params.ts'
import { gainsOf, meanOf } from '../../../algorithms/blend/quality.ts'
import { type Shortlist, ShortlistMaker } from '../../../algorithms/blend/shortlist.ts'
import type { Histories } from '../../../algorithms/histories.ts'
import type { ParameterValues } from '../../parameter-values.ts'
import type { FitContext } from '../trainer.ts'
import { priorWeightMin } from './assemble.ts'
import { candidatesFor } from './candidates.ts'
import type { BlendChoices, ChosenPart } from './choices.ts'
import { fitKind, nameOf } from './fit-part.ts'

export interface Choosing {
  readonly choices: BlendChoices
  /** Every candidate, as fitted on `kept`. */
  readonly parts: readonly Part[]
  readonly kept: Histories
}

const caseCountMax = 5000
/** Operations spent on scoring held-out cases: some 20 seconds of one core. */
const scoringBudget = 2e10
/** Of one item by one part that is not a product of factors: scoring, standardising, finding the best. */
const operationsPerScore = 16

export async function choose(histories: Histories, values: ParameterValues, context: FitContext): Promise<Choosing> {
  const isOrdered = isOrderMeaningful(histories)
  const { kept, cases } = holdOut(histories, { isOrdered, caseCountMax, seed: context.seed })
  const forms: Omit<ChosenPart, 'weight'>[] = []
  const parts: Part[] = []
  for (const { kind, decays } of candidatesFor(kept, isOrdered, context.means)) {
    context.note(`fitting ${kind}`)
    const fitted = await fitKind(kind, kept, values, context)
    for (const decay of decays) {
      forms.push({ kind, decay })
      parts.push(fitted(decay))
    }
  }
  context.note('weighing parts on held-out items')
  const used = someOf(cases, parts, kept.itemCount)
  const maker = new ShortlistMaker(parts, kept.itemCount)
  const shortlists = used.map(one => maker.shortlistOf(one))
  const found = findWeights(shortlists, parts.length)
  const choices = choicesOf({ isOrdered, forms, parts, found, shortlists, used, itemCount: kept.itemCount })
  return { choices, parts, kept }
}

/** As many cases as can be scored in good time, evenly spread. */
function someOf(cases: readonly Case[], parts: readonly Part[], itemCount: number): readonly Case[] {
  const perCase = parts.reduce((sum, part) => sum + itemCount * (operationsPerScore + widthOf(part)), 0)
  const count = Math.min(cases.length, Math.max(200, Math.floor(scoringBudget / Math.max(1, perCase))))
  return Array.from({ length: count }, (_, at) => cases[Math.floor((at * cases.length) / count)]!)
}

const widthOf = (part: Part): number => {
  if (part.shape === 'factors') return part.dimension
  return part.shape === 'sequence' ? part.params.shape.dimension : 0
}

interface Findings {
  readonly isOrdered: boolean
  readonly forms: readonly Omit<ChosenPart, 'weight'>[]
  readonly parts: readonly Part[]
  readonly found: FoundWeights
  readonly shortlists: readonly Shortlist[]
  readonly used: readonly Case[]
  readonly itemCount: number
}

function choicesOf({ isOrdered, forms, parts, found, shortlists, used, itemCount }: Findings): BlendChoices {
  const chosen = forms
    .map(({ kind, decay }, at) => ({ kind, decay, weight: rounded(weightOf(kind, found.parts[at]!)) }))
    .filter(({ weight }) => weight > 0)
  const weighted = chosen.map(({ kind, decay, weight }) => ({
    part: parts.find(({ name }) => name === nameOf(kind, decay))!,
    weight,
  }))
  const temperature = rounded(findTemperature(used, weighted, found.repeat, itemCount))
  const alone = Object.fromEntries(
    parts.map(({ name }, at) => {
      const only = { parts: parts.map((_, other) => (other === at ? 1 : 0)), repeat: found.repeat }
      return [name, rounded(meanOf(gainsOf(shortlists, only)))]
    }),
  )
  return {
    isOrdered,
    parts: chosen,
    repeatOffset: rounded(found.repeat * temperature),
    temperature,
    caseCount: used.length,
    quality: rounded(found.quality),
    alone,
  }
}

const weightOf = (kind: ChosenPart['kind'], weight: number): number =>
  kind === 'prior' ? Math.max(priorWeightMin, weight) : weight

/** Four significant digits say all that is known. */
const rounded = (value: number): number => Number(value.toPrecision(4))
