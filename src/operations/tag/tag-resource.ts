import { structure } from '../../contract/shape.ts'
import { Arn, Tags } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'
import { checkTags, findToTag } from '../tags.ts'

export const tagResource = operation({
  service: 'personalize',
  name: 'TagResource',
  input: structure({
    resourceArn: Arn,
    tags: Tags,
  }),
  output: structure({}),
  errors: [
    'InvalidInputException',
    'ResourceNotFoundException',
    'TooManyTagsException',
    'ResourceInUseException',
    'LimitExceededException',
  ],
  handle: async ({ resourceArn, tags }, { records, caller }) => {
    await records.transact(async read => {
      await findToTag(read, caller, resourceArn)
      checkTags(tags, await read.tagsOf(resourceArn))
      return { changes: [{ type: 'tag', arn: resourceArn, tags }], result: undefined }
    })
    return {}
  },
})
