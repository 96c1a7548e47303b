/**
 * `GET /attune/why?recommendationId=…&itemId=…`: what was asked and answered, and why an item stands in that answer or does not.
 * Worked out when it is asked for, from the answer as it was kept, the model, and the history as it was then; an answer that
 * is no longer kept is `expired`. The caller sees answers of their own account and region.
 */

import { invalidInput } from '../../contract/errors.ts'
import type { OperationContext } from '../../operations/context.ts'
import type { GivenAnswer } from '../../profiles/given-answers.ts'
import type { Extension } from '../../wire/extension.ts'
import { commonUsers } from './common-users.ts'
import { explainItems } from './explain-items.ts'
import { type Then, thenOf } from './then.ts'

export const whyPath = '/attune/why'

const idForm = /^RID-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** As requests bound them [doc: published model]. */
const itemIdLengthMax = 256

export const whyExtension: Extension<OperationContext> = {
  method: 'GET',
  path: whyPath,
  handle: async ({ recommendationId, itemId }, context) => {
    if (typeof recommendationId !== 'string' || !idForm.test(recommendationId)) {
      throw invalidInput('recommendationId is required: the RID-… of an answer.')
    }
    if (typeof itemId === 'string' && (itemId === '' || itemId.length > itemIdLengthMax)) {
      throw invalidInput(`itemId must be 1 to ${itemIdLengthMax} characters.`)
    }
    const given = await ownAnswer(recommendationId, context)
    if (!given) return { recommendationId, state: 'expired', message: expired(context) }
    const then = await thenOf(given, context)
    const answer = { recommendationId, state: 'kept', answer: shownAnswer(given, then) }
    if (typeof itemId !== 'string') return answer
    if (!then) return { ...answer, item: { itemId, model: 'gone', message: 'the solution version is deleted' } }
    const [item] = await explainItems(then, [itemId])
    const users = await commonUsers(then, itemId)
    return { ...answer, item: { ...item, ...(users && { commonUsers: users }) } }
  },
}

export async function ownAnswer(id: string, context: OperationContext): Promise<GivenAnswer | undefined> {
  const given = await context.givenAnswers?.of(id)
  const { account, region } = context.caller
  return given?.account === account && given.region === region ? given : undefined
}

const expired = ({ settings }: OperationContext): string =>
  settings.answersBytesMax === 0
    ? 'No answers are kept: answersBytesMax is 0.'
    : 'No such answer is kept: it made room for newer ones, went with the data it was given from, or was never given.'

function shownAnswer(given: GivenAnswer, then: Then | undefined) {
  const { operation, campaignArn, versionArn, asked, exploration, itemIds, propensities } = given
  return {
    ...{ operation, campaignArn, solutionVersionArn: versionArn },
    ...(then && { recipe: then.question.deployed.recipe.name }),
    answeredAt: new Date(given.answeredAtMs).toISOString(),
    asked,
    ...(exploration && { exploration }),
    items: itemIds.map((itemId, place) => ({
      itemId,
      ...(given.promoted?.includes(place) && { promotionName: asked.promotion?.name }),
      ...(typeof propensities?.[place] === 'number' && {
        propensity: propensities[place],
        isExplored: given.explored?.includes(place) ?? false,
      }),
    })),
  }
}
