/**
 * Why items stand in an answer, or do not: what the model says of them when it is asked again, and what filter, promotion
 * and exploration did. Items of one promotion or of none are asked for together, since they have a filter in common.
 */

import { ArtifactDamaged } from '../../artifacts/reader.ts'
import { type FilterUse, rowsAllowed } from '../../operations/runtime/filtering.ts'
import { lateItems } from '../../operations/runtime/late-items.ts'
import { modelRows } from '../../operations/runtime/model-rows.ts'
import { historyNow } from '../../operations/runtime/question.ts'
import { interactionCell } from '../../profiles/history-of.ts'
import type { AllowedItems } from '../../ranking/candidates.ts'
import type { ExplainedItem, ModelItems } from '../../serving/serving.ts'
import { type Carried, carriedBy, rounded, type SeenEvent } from './carried-by.ts'
import { type Missing, missingBecause } from './missing.ts'
import { askerThen, filterThen, type ShownFilter, shownFilter } from './objections.ts'
import type { Then } from './then.ts'

export interface Why extends Carried {
  readonly itemId: string
  /** From 1; absent where the item is not in the answer. */
  readonly place?: number
  /** `gone`: the model file is, so nothing of the score can be told. */
  readonly model: 'as then' | 'gone'
  readonly history: 'as then' | 'changed since'
  /** What the item's place was filtered by. */
  readonly filter?: ShownFilter | 'gone'
  readonly promotion?: { readonly name: string; readonly percent: number }
  readonly exploration?: { readonly isExplored: boolean; readonly propensity: number }
  /** Of an item that came after the model was trained: what it is most like of what the model knows, and is scored by. */
  readonly alike?: readonly { readonly itemId: string; readonly share: number }[]
  readonly missing?: Missing
}

export async function explainItems(then: Then, itemIds: readonly string[]): Promise<readonly Why[]> {
  const promotedIds = new Set((then.given.promoted ?? []).map(place => then.given.itemIds[place]!))
  const inPromotion = itemIds.filter(id => promotedIds.has(id))
  const others = itemIds.filter(id => !promotedIds.has(id))
  const explained = [
    ...(inPromotion.length > 0 ? await explainTogether(then, inPromotion, true) : []),
    ...(others.length > 0 ? await explainTogether(then, others, false) : []),
  ]
  return itemIds.map(id => explained.find(({ itemId }) => itemId === id)!)
}

async function explainTogether(then: Then, itemIds: readonly string[], isPromoted: boolean): Promise<readonly Why[]> {
  const { asked } = then.given
  const filtered = isPromoted ? { ...asked.promotion } : asked
  const filter = await filterThen(then, filtered)
  const asking = await askModel(then, itemIds, filter.use)
  const shown: Why['filter'] | undefined =
    filter.state === 'gone' ? 'gone' : filter.use && shownFilter(filter.use, filtered.filterArn)
  return Promise.all(
    itemIds.map(async (itemId): Promise<Why> => {
      const explained = asking?.explained.find(one => one.itemId === itemId)
      const place = then.given.itemIds.indexOf(itemId)
      const common = {
        itemId,
        ...(place >= 0 && { place: place + 1 }),
        model: asking ? ('as then' as const) : ('gone' as const),
        history: then.isHistoryAsThen ? ('as then' as const) : ('changed since' as const),
        ...(shown && { filter: shown }),
        ...(explained && carriedBy(explained, asking!.events)),
      }
      if (place < 0) return { ...common, missing: await missingBecause({ then, itemId, explained, filter }) }
      const alike = explained?.isInModel === false ? { alike: await alikeNow(then, itemId) } : {}
      return { ...common, ...touchedBy(then, place, isPromoted), ...alike }
    }),
  )
}

const alikeCount = 5

/** By the records of now. */
async function alikeNow({ given, question, profile }: Then, itemId: string): Promise<NonNullable<Why['alike']>> {
  const { context, deployed } = question
  const items = await context.serving.itemsOf(given.artifact)
  const wish = { items, profile, config: deployed.trainingDataConfig, nowMs: context.clock.nowMs() }
  const late = (await lateItems(wish)).find(one => one.itemId === itemId)
  return Array.from(late?.neighbours.subarray(0, alikeCount) ?? [], (item, at) => ({
    itemId: items.idAt(item),
    share: rounded(late!.shares[at]!),
  }))
}

function touchedBy({ given }: Then, place: number, isPromoted: boolean): Pick<Why, 'promotion' | 'exploration'> {
  const { promotion } = given.asked
  const propensity = given.propensities?.[place]
  const isExplored = given.explored?.includes(place) ?? false
  return {
    ...(isPromoted && promotion && { promotion: { name: promotion.name, percent: promotion.percent } }),
    ...(typeof propensity === 'number' && { exploration: { isExplored, propensity } }),
  }
}

interface Asking {
  readonly explained: readonly ExplainedItem[]
  /** As the model sees them: those with items it knows. */
  readonly events: readonly SeenEvent[]
}

/** Undefined when the model is gone. */
async function askModel(
  then: Then,
  itemIds: readonly string[],
  use: FilterUse | undefined,
): Promise<Asking | undefined> {
  const { given, question } = then
  const { serving } = question.context
  try {
    const items = await serving.itemsOf(given.artifact)
    const events = then.events.filter(({ itemId }) => items.indexOf(itemId) >= 0)
    const allowed = use && (await allowedThen(then, use, items))
    const { situation } = await historyNow(question)
    const pastCell = (at: number, column: string) =>
      then.interactions ? interactionCell(then.interactions, events[at]!.at, column) : null
    const { history, items: explained } = await serving.explain({
      ...(situation && { situation: { ...situation, ...(situation.pastCell && { pastCell }) } }),
      // Of whom nobody knew anything the model may, from its training.
      ...(then.interactions && then.interactions.count > 0 && { history: events.map(({ itemId }) => itemId) }),
      ...{ artifact: given.artifact, items: itemIds },
      ...(given.asked.userId !== undefined && { userId: given.asked.userId }),
      ...(given.asked.itemId !== undefined && { itemId: given.asked.itemId }),
      ...(given.asked.inputList && { among: given.asked.inputList }),
      ...(allowed && { allowed }),
    })
    // The history of training has neither days nor types.
    const isOfTraining = history.length !== events.length
    return { explained, events: isOfTraining ? history.map(itemId => ({ itemId })) : events }
  } catch (error) {
    if (error instanceof ArtifactDamaged) return undefined
    throw error
  }
}

async function allowedThen(then: Then, use: FilterUse, items: ModelItems): Promise<AllowedItems | undefined> {
  const asker = await askerThen(then)
  const rows = rowsAllowed(use, asker)
  return rows && (await modelRows(items, asker.profile)).allowedBy(rows)
}
