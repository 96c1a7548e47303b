/** Parts with weights, made into the parameters that are stored and asked. */

import { coldScores } from '../../../algorithms/blend/cold.ts'
import type { BlendParams, Part, SequenceShape, WeightedPart } from '../../../algorithms/blend/params.ts'
import { scoreCatalogue } from '../../../algorithms/blend/score.ts'
import type { Histories } from '../../../algorithms/histories.ts'
import { inputKey } from '../../../algorithms/sequence-model/input-columns.ts'
import type { Situations } from '../../../algorithms/situations.ts'
import { priorOf, startsOf } from '../../../algorithms/transition-rules/prior.ts'
import { topItems } from '../../../kernels/top-items.ts'
import type { ParameterValues } from '../../parameter-values.ts'
import type { FitContext, Fitted } from '../trainer.ts'
import type { BlendChoices, ChosenPart } from './choices.ts'
import { nameOf, recencyOf } from './fit-part.ts'
import { addLiftsAt, chosenLifts } from './lifts.ts'
import { newestInteractions } from './newest-interactions.ts'
import { codesAt, inputsOf } from './sequence-inputs.ts'

/** Of what users take first: how many first interactions count, and how much less each. */
const startsWindow = 20
const startsDecay = 0.85

/** Kept of each history for serving; a repeat of an older item than these is no longer recognised. */
const historyLengthMax = 1000

/** Every item has a place by popularity, even one that no other part speaks of. */
export const priorWeightMin = 0.002

export function assembled(
  parts: readonly Part[],
  choices: BlendChoices,
  histories: Histories,
  values: ParameterValues,
  situations?: Situations,
): BlendParams {
  const weighted = choices.parts.map((chosen): WeightedPart => ({ part: partOf(parts, chosen), weight: chosen.weight }))
  const starts = startsOf(histories, startsWindow, startsDecay)
  const cold = coldScores(starts, priorOf(histories, recencyOf(values)))
  const lifts = situations && chosenLifts(choices, histories, situations)
  const { repeatOffset, temperature } = choices
  return { parts: weighted, repeatOffset, temperature, cold, ...(lifts && { lifts }) }
}

function partOf(parts: readonly Part[], { kind, decay }: ChosenPart): Part {
  const part = parts.find(({ name }) => name === nameOf(kind, decay))
  if (part === undefined) throw new Error(`the part ${nameOf(kind, decay)} was not fitted`)
  return part
}

export function fittedBlend(
  params: BlendParams,
  choices: BlendChoices,
  itemCount: number,
  context: Pick<FitContext, 'events' | 'situations'>,
): Fitted {
  const scores = new Float32Array(itemCount)
  const scratch = new Float32Array(itemCount)
  const catalogue = Uint32Array.from(scores, (_, item) => item)
  const { situations } = context
  const sequence = params.parts.find(({ part }) => part.shape === 'sequence')?.part
  const inputs = sequence?.shape === 'sequence' ? inputsFor(sequence, context) : undefined
  const score: Fitted['score'] = (query, place) => {
    scoreCatalogue(params, query, scores, scratch, inputs && codesAt(inputs, place))
    if (params.lifts && situations && place) addLiftsAt(params.lifts, situations, place, query, scores)
    return scores
  }
  return {
    choices: { ...choices },
    ...(sequence?.shape === 'sequence' && { start: { params: sequence.params } }),
    score,
    recommend: (query, count, place) => topItems(score(query, place), catalogue, count),
    model: ({ origin, items, users, histories }) => ({
      kind: 'blend',
      origin: { ...origin, choices: { ...choices } },
      items,
      users,
      params,
      histories: newestInteractions(histories, historyLengthMax),
    }),
  }
}

/** Those that the model takes, in its order. */
function inputsFor({ params: { inputs = [] } }: SequenceShape, context: Pick<FitContext, 'events' | 'situations'>) {
  const keys = inputs.map(inputKey)
  return keys.length > 0 ? inputsOf(context, key => keys.includes(key)) : undefined
}
