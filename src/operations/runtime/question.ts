/**
 * Who asks what of which model: what the parts of a runtime request have in common, and the best items for it. The profile
 * of the group is asked for only when a history, a filter or metadata need it.
 */

import type { SomeRows } from '../../filters/asked-rows.ts'
import { interactionCell, interactionsOfVisitor, pickedPlaces } from '../../profiles/history-of.ts'
import type { FieldValue, GroupProfile, InteractionsOfUser } from '../../profiles/profile.ts'
import type { Recipe } from '../../recipes/recipe.ts'
import type { ExplorationWish, ScoredItem } from '../../serving/serving.ts'
import type { Situation } from '../../serving/situation-features.ts'
import type { OperationContext } from '../context.ts'
import { withAutomatic } from './automatic-filter.ts'
import type { Deployed } from './deployed.ts'
import { type Asker, type FilterUse, rowsAllowed } from './filtering.ts'
import { lateAmong, lateItems } from './late-items.ts'
import { modelItemsOf } from './model-items.ts'
import { modelRows } from './model-rows.ts'
import { filterNamed } from './named-filter.ts'
import { shownCounts } from './shown-counts.ts'

export interface Question {
  readonly deployed: Deployed
  readonly userId?: string | undefined
  readonly itemId?: string | undefined
  /** Of the request: values by the names of columns of interactions. */
  readonly given?: Readonly<Record<string, string>> | undefined
  readonly context: OperationContext
  /** One and the same for the whole request, although an import may end meanwhile. */
  readonly profile: () => Promise<GroupProfile>
  /**
   * What the user, or the session given in their place, has done: one and the same for the whole request, although events
   * come meanwhile. So what is scored, filtered, promoted and kept agree. Undefined where nobody knows of anything.
   */
  readonly interactions: () => Promise<InteractionsOfUser | undefined>
}

interface Given {
  readonly userId?: string
  readonly itemId?: string
  readonly context?: Readonly<Record<string, string>>
}

export function questionOf(
  deployed: Deployed,
  { userId, itemId, context: given }: Given,
  context: OperationContext,
): Question {
  let profile: Promise<GroupProfile> | undefined
  let interactions: Promise<InteractionsOfUser | undefined> | undefined
  const profileNow = () => {
    profile ??= context.profiles.of(deployed.group)
    return profile
  }
  const interactionsNow = () => {
    interactions ??= profileNow().then(found => (userId ? interactionsOfVisitor(found, userId) : undefined))
    return interactions
  }
  return { deployed, userId, itemId, given, context, profile: profileNow, interactions: interactionsNow }
}

interface Filtered {
  readonly filterArn?: string | undefined
  readonly filterValues?: Readonly<Record<string, string>> | undefined
}

/** Values without a filter are ignored [inferred: runtime page, 1.6]. */
export async function filterUse(
  { deployed, context }: Question,
  { filterArn, filterValues = {} }: Filtered,
): Promise<FilterUse | undefined> {
  if (filterArn === undefined) return undefined
  return { filter: await filterNamed(filterArn, 'ItemID', deployed.group, context), filterValues }
}

export async function askerOf({ deployed, userId, itemId, context, ...question }: Question): Promise<Asker> {
  const [profile, events] = [await question.profile(), await question.interactions()]
  return { profile, recipe: deployed.recipe, userId, itemId, settings: context.settings, events }
}

/** Recipes that answer from what somebody did. */
export const isPersonal = ({ recipeType }: Recipe): boolean =>
  recipeType === 'USER_PERSONALIZATION' || recipeType === 'PERSONALIZED_RANKING'

export interface AskedAs {
  readonly history?: Uint32Array
  readonly situation?: Situation
}

/**
 * What the user has done up to now, and in what situation they ask. The history is absent where nobody knows of anything: the
 * model may still know what they did before it was trained.
 */
export async function historyNow(question: Question): Promise<AskedAs> {
  const { deployed, userId, context } = question
  if (!isPersonal(deployed.recipe) || userId === undefined) return {}
  const profile = await question.profile()
  const situation = situationOf(question, profile)
  const interactions = await question.interactions()
  if (interactions === undefined) return { situation }
  const places = pickedPlaces(interactions, deployed.eventRules)
  const items = await context.serving.itemsOf(deployed.artifact)
  const isKnown = (at: number): boolean => modelItemsOf([interactions.itemAt(at)], items, profile).length > 0
  const rows = places.map(at => interactions.itemAt(at))
  const history = modelItemsOf(rows, items, profile)
  let known: readonly number[] | undefined
  const pastCell = (at: number, column: string): FieldValue => {
    known ??= history.length === places.length ? places : places.filter(isKnown)
    return interactionCell(interactions, known[at]!, column)
  }
  return { situation: { ...situation, pastCell }, history }
}

/** A record put a second ago counts. */
function situationOf({ userId = '', given }: Question, { users }: GroupProfile): Situation {
  const row = users.indexOf(userId)
  const userCell = (column: string): FieldValue => users.column(column)?.valueAt(row) ?? null
  return { ...(given && { context: given }), ...(row >= 0 && { userCell }) }
}

/** With what events say was shown. */
async function informed(wish: ExplorationWish | undefined, { deployed, context, profile }: Question) {
  if (wish === undefined || wish.weight === 0) return {}
  const shownCountOf = shownCounts(await context.serving.itemsOf(deployed.artifact), await profile())
  return { exploration: { ...wish, ...(shownCountOf && { shownCountOf }) } }
}

/** Of recipes that recommend what was put a second ago. */
async function lateFor({ deployed, context, profile }: Question, allowed?: SomeRows) {
  if (!deployed.recipe.placesLateItems) return {}
  const items = await context.serving.itemsOf(deployed.artifact)
  const wish = { items, profile: await profile(), config: deployed.trainingDataConfig, nowMs: context.clock.nowMs() }
  const late = await lateItems(wish)
  return late.length > 0 ? { late, ...(allowed && { mayStandLate: lateAmong(late, allowed) }) } : {}
}

/** The best items over the whole catalogue of what the filter allows, explored where that is wished. Fewer when it allows fewer. */
export async function bestFor(
  question: Question,
  asked: FilterUse | undefined,
  numResults: number,
  exploration?: ExplorationWish,
): Promise<readonly ScoredItem[]> {
  const { deployed, userId, itemId, context } = question
  const { artifact, recipe } = deployed
  const use = withAutomatic(asked, recipe)
  const explores = await informed(exploration, question)
  const plain = { artifact, userId, itemId, numResults, ...explores, ...(await historyNow(question)) }
  // Before the filter looks at items and events, so that it sees them as they are when the answer is made.
  await context.serving.foresee(plain)
  if (!use) return context.serving.recommend({ ...plain, ...(await lateFor(question)) })
  const asker = await askerOf(question)
  const rowsOfModel = await modelRows(await context.serving.itemsOf(artifact), asker.profile)
  const rows = rowsAllowed(use, asker)
  const late = await lateFor(question, rows)
  return context.serving.recommend({ ...plain, ...late, ...(rows && { allowed: rowsOfModel.allowedBy(rows) }) })
}
