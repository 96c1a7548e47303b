/**
 * An answer's question asked again as it was asked then: the version behind it, its model, and what its user had done by
 * then. What came to a user's history since is left out by count: the first so many interactions are those of then, unless
 * some came late with an earlier time, which the time of the last one gives away. Fields of items and users are as they are now.
 */

import type { OperationContext } from '../../operations/context.ts'
import { type Deployed, trainingDataConfigOf } from '../../operations/runtime/deployed.ts'
import { isPersonal, type Question, questionOf } from '../../operations/runtime/question.ts'
import { FirstInteractions } from '../../profiles/first-interactions.ts'
import type { GivenAnswer } from '../../profiles/given-answers.ts'
import { interactionsOfVisitor, pickedPlaces } from '../../profiles/history-of.ts'
import type { GroupProfile, InteractionsOfUser } from '../../profiles/profile.ts'
import { findRecipe } from '../../recipes/catalogue.ts'
import { type EventSelection, eventRulesOf } from '../../recipes/event-rules.ts'
import type { SolutionVersionBody } from '../../resources/solution-version.ts'
import { bodyOf } from '../../storage/body-of.ts'

/** One interaction that the model was asked about. */
export interface Event {
  /** Place in the user's interactions. */
  readonly at: number
  readonly itemId: string
  /** Epoch seconds. */
  readonly time: number
  readonly eventType: string | null
}

export interface Then {
  readonly given: GivenAnswer
  readonly question: Question
  readonly profile: GroupProfile
  /** All they had done; absent where the answer looked at nobody's history. */
  readonly interactions?: InteractionsOfUser
  readonly isHistoryAsThen: boolean
  /** What the recipe trains on of it, oldest first. */
  readonly events: readonly Event[]
}

/** Undefined when the version is gone: then nobody knows how the answer came about. */
export async function thenOf(given: GivenAnswer, context: OperationContext): Promise<Then | undefined> {
  const version = await context.records.get(given.versionArn)
  const body = version && bodyOf<SolutionVersionBody>(version)
  const recipe = findRecipe(body?.recipeArn ?? '')
  if (!version || !body || !recipe) return undefined
  const deployed: Deployed = {
    ...{ recipe, campaignArn: given.campaignArn, versionArn: given.versionArn, artifact: given.artifact },
    eventRules: eventRulesOf(recipe, bodyOf<EventSelection>(version)).rules,
    trainingDataConfig: trainingDataConfigOf(body),
    group: version.group ?? '',
    hasMetadata: false,
  }
  const { userId, itemId, context: situation } = given.asked
  const subjects = { ...(userId !== undefined && { userId }), ...(itemId !== undefined && { itemId }) }
  const question = questionOf(deployed, { ...subjects, ...(situation && { context: situation }) }, context)
  const profile = await question.profile()
  const { interactions, isHistoryAsThen } = interactionsThen(given, profile)
  const events = interactions && isPersonal(recipe) ? eventsOf(profile, interactions, deployed) : []
  return { given, question, profile, ...(interactions && { interactions }), isHistoryAsThen, events }
}

function interactionsThen({ asked, history }: GivenAnswer, profile: GroupProfile) {
  if (!history || asked.userId === undefined) return { isHistoryAsThen: true }
  const now = interactionsOfVisitor(profile, asked.userId)
  if (!now) return { isHistoryAsThen: history.count === 0 }
  const interactions = new FirstInteractions(now, history.count)
  const endsAt = interactions.count > 0 ? interactions.timeAt(interactions.count - 1) : 0
  return { interactions, isHistoryAsThen: interactions.count === history.count && endsAt === history.endsAt }
}

const eventsOf = (
  profile: GroupProfile,
  interactions: InteractionsOfUser,
  { eventRules }: Deployed,
): readonly Event[] =>
  pickedPlaces(interactions, eventRules).map(at => ({
    at,
    itemId: profile.items.idAt(interactions.itemAt(at)),
    time: interactions.timeAt(at),
    eventType: interactions.eventTypeAt(at),
  }))
