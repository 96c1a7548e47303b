/**
 * Trainer of User-Personalization and Personalized-Ranking, both versions. The first fit holds items out, fits every
 * affordable part and finds out how to blend them (`choose.ts`); a fit that is given choices fits the chosen parts on all
 * it gets. `docs/internals/blend.md` tells it in words.
 */

import type { Part } from '../../../algorithms/blend/params.ts'
import type { Histories } from '../../../algorithms/histories.ts'
import { assert } from '../../../base/assert.ts'
import { JobFailure } from '../../../jobs/job-kind.ts'
import type { ParameterValues } from '../../parameter-values.ts'
import type { FitContext, Fitted, Trainer } from '../trainer.ts'
import { assembled, fittedBlend } from './assemble.ts'
import type { BlendChoices } from './choices.ts'
import { choose } from './choose.ts'
import { fitKind } from './fit-part.ts'
import { fitSequenceAgain } from './fit-sequence.ts'
import { planSequence } from './sequence-plan.ts'
import { blendMb } from './wanted-memory.ts'

async function fitChosen(
  choices: BlendChoices,
  histories: Histories,
  values: ParameterValues,
  context: FitContext,
): Promise<Fitted> {
  const parts: Part[] = []
  for (const kind of new Set(choices.parts.map(part => part.kind))) {
    context.note(`fitting ${kind} on all data`)
    if (kind === 'sequence') parts.push(await fitSequence(choices, histories, values, context))
    else {
      const fitted = await fitKind(kind, histories, values, context)
      for (const { decay } of choices.parts.filter(part => part.kind === kind)) parts.push(fitted(decay))
    }
  }
  const params = assembled(parts, choices, histories, values, context.situations)
  return fittedBlend(params, choices, histories.itemCount, context)
}

/** The plan is made anew for the width and length it gives; how long to train was found out before. */
function fitSequence(
  { sequence }: BlendChoices,
  histories: Histories,
  values: ParameterValues,
  context: FitContext,
): Promise<Part> {
  const size = { itemCount: histories.itemCount, interactionCount: histories.items.length }
  // What was affordable to find out is affordable to repeat, so time is not asked again.
  const plan = planSequence(size, values, { ...context.means, sequenceMinutes: Number.POSITIVE_INFINITY })
  if (!plan.isPossible) throw new JobFailure(`The sequence model cannot be trained on all data: ${plan.reason}.`)
  assert('steps' in sequence, 'a chosen sequence model was trained before')
  return fitSequenceAgain(histories, sequence, plan.options, context)
}

export const blendTrainer: Trainer = {
  name: 'blend',
  fit: async (histories, values, context) => {
    if (context.choices !== undefined)
      return fitChosen(context.choices as unknown as BlendChoices, histories, values, context)
    const { choices, parts, kept } = await choose(histories, values, context)
    return fittedBlend(assembled(parts, choices, kept, values, context.situations), choices, kept.itemCount, context)
  },
  interactionsPerSecond: 10_000,
  wantedMb: blendMb,
}
