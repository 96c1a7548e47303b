import { invalidInput } from '../../contract/errors.ts'
import { listOf, optional, structure, text } from '../../contract/shape.ts'
import { Arn, Context, FilterValues, ItemID, ItemList, MetadataColumns, UserID } from '../../contract/shapes/runtime.ts'
import { operation } from '../operation.ts'
import { deployedBy, mustAnswer, required } from './deployed.ts'
import { idsAllowed } from './filtering.ts'
import { keepAnswer } from './keep-answer.ts'
import { metadataAsked, resultCountMaxWithMetadata, withMetadata } from './metadata.ts'
import { askerOf, filterUse, historyNow, type Question, questionOf } from './question.ts'
import { recommendationId } from './recommendation-id.ts'

/** [doc: runtime page, 3.2] */
const inputCountMax = 500

function checkCount(count: number, hasMetadata: boolean): void {
  if (count > inputCountMax) throw invalidInput(`inputList can hold at most ${inputCountMax} ids.`)
  if (hasMetadata && count > resultCountMaxWithMetadata) {
    throw invalidInput(`inputList can hold at most ${resultCountMaxWithMetadata} ids with metadata.`)
  }
}

/** A filter takes items out of a ranking [doc: runtime page, 3.5], before the others share the scores. */
async function toRank(
  question: Question,
  input: { readonly inputList: readonly string[]; readonly filterArn?: string },
): Promise<readonly string[]> {
  const use = await filterUse(question, input)
  return use ? idsAllowed(input.inputList, use, await askerOf(question)) : input.inputList
}

export const getPersonalizedRanking = operation({
  service: 'personalize-runtime',
  name: 'GetPersonalizedRanking',
  path: '/personalize-ranking',
  idempotent: true,
  input: structure({
    campaignArn: Arn,
    inputList: listOf(ItemID),
    userId: UserID,
    context: optional(Context),
    filterArn: optional(Arn),
    filterValues: optional(FilterValues),
    metadataColumns: optional(MetadataColumns),
  }),
  output: structure({
    personalizedRanking: optional(ItemList),
    recommendationId: optional(text()),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
  handle: async (input, context) => {
    const deployed = await deployedBy(input.campaignArn, context)
    mustAnswer('GetPersonalizedRanking', deployed.recipe)
    required('userId', input.userId, deployed.recipe)
    const columns = metadataAsked(input.metadataColumns, deployed)
    checkCount(input.inputList.length, columns.length > 0)
    const question = questionOf(deployed, input, context)
    const inputList = await toRank(question, input)
    const { userId, filterArn, filterValues } = input
    const ranked = await context.serving.rank({
      artifact: deployed.artifact,
      userId,
      inputList,
      ...(await historyNow(question)),
    })
    const items = columns.length > 0 ? withMetadata(ranked, columns, await question.profile()) : ranked
    const id = recommendationId(context.ids, input)
    const asked = { userId, inputList: input.inputList, context: input.context, filterArn, filterValues }
    await keepAnswer(question, id, { operation: 'GetPersonalizedRanking', asked, items })
    return { personalizedRanking: [...items], recommendationId: id }
  },
})
