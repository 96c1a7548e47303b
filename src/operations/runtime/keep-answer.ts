/**
 * Hands an answer to those who remember it: its items, for events that bring its id back, and all that was asked, for whoever
 * asks why. Nothing here waits for a disk, and the history it tells of is the one the request has in hand.
 */

import type { Static } from '../../contract/shape.ts'
import type { PredictedItem } from '../../contract/shapes/runtime.ts'
import type { GivenAnswer } from '../../profiles/given-answers.ts'
import type { ScoredItem } from '../../serving/serving.ts'
import { isPersonal, type Question } from './question.ts'

interface Answered {
  readonly operation: GivenAnswer['operation']
  readonly asked: GivenAnswer['asked']
  readonly items: readonly Static<typeof PredictedItem>[]
  /** As the model, and what explores, gave them. */
  readonly drawn?: readonly ScoredItem[]
}

function propensitiesOf(drawn: readonly ScoredItem[]): ReadonlyMap<string, number> | undefined {
  const known = drawn.flatMap(({ itemId, propensity }) =>
    propensity === undefined ? [] : [[itemId, propensity] as const],
  )
  return known.length === 0 ? undefined : new Map(known)
}

export async function keepAnswer(question: Question, id: string, answered: Answered): Promise<void> {
  const { context } = question
  const itemIds = answered.items.map(({ itemId = '' }) => itemId)
  const propensities = propensitiesOf(answered.drawn ?? [])
  context.answers.remember(id, itemIds, propensities)
  if (!context.givenAnswers?.areKept) return
  const history = await historyThen(question, answered.asked)
  context.givenAnswers.keep(id, { ...given(question, answered, itemIds, propensities), ...(history && { history }) })
}

function given(
  { deployed, context }: Question,
  { operation, asked, items, drawn = [] }: Answered,
  itemIds: readonly string[],
  propensities: ReadonlyMap<string, number> | undefined,
): GivenAnswer {
  const { group, campaignArn, versionArn, artifact, exploration } = deployed
  const { account, region } = context.caller
  const explored = new Set(drawn.flatMap(({ itemId, isExplored }) => (isExplored ? [itemId] : [])))
  const promoted = placesOf(items, ({ promotionName }) => promotionName !== undefined)
  return {
    ...{ operation, account, region, group, campaignArn, versionArn, artifact, asked, itemIds },
    answeredAtMs: context.clock.nowMs(),
    ...(exploration && { exploration }),
    ...(promoted.length > 0 && { promoted }),
    ...(propensities && {
      propensities: itemIds.map((itemId, place) =>
        promoted.includes(place) ? null : (propensities.get(itemId) ?? null),
      ),
      explored: placesOf(items, ({ itemId = '', promotionName }) => !promotionName && explored.has(itemId)),
    }),
  }
}

const placesOf = <I>(items: readonly I[], is: (item: I) => boolean): readonly number[] =>
  items.flatMap((item, place) => (is(item) ? [place] : []))

/** As it was scored, filtered and promoted; only where the request has looked at it anyway. */
async function historyThen(question: Question, asked: GivenAnswer['asked']): Promise<GivenAnswer['history']> {
  const { recipe } = question.deployed
  const isFiltered = asked.filterArn !== undefined || asked.promotion !== undefined || recipe.leavesOut !== undefined
  if (question.userId === undefined || !(isFiltered || isPersonal(recipe))) return undefined
  const interactions = await question.interactions()
  const count = interactions?.count ?? 0
  return { count, endsAt: interactions && count > 0 ? interactions.timeAt(count - 1) : 0 }
}
