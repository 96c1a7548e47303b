import { invalidInput } from '../../contract/errors.ts'
import { listOf, optional, structure, text } from '../../contract/shape.ts'
import { Arn, Context, FilterValues, ItemID, ItemList, MetadataColumns, UserID } from '../../contract/shapes/runtime.ts'
import { operation } from '../operation.ts'
import { deployedBy, mustAnswer, refuseRefinements, required } from './deployed.ts'
import { recommendationId } from './recommendation-id.ts'

/** [doc: runtime page, 3.2] */
const inputCountMax = 500

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
    const { recipe, artifact } = await deployedBy(input.campaignArn, context)
    mustAnswer('GetPersonalizedRanking', recipe)
    required('userId', input.userId, recipe)
    refuseRefinements(input)
    const { userId, inputList } = input
    if (inputList.length > inputCountMax) throw invalidInput(`inputList can hold at most ${inputCountMax} ids.`)
    const personalizedRanking = [...(await context.serving.rank({ artifact, userId, inputList }))]
    return { personalizedRanking, recommendationId: recommendationId(context.ids, input) }
  },
})
