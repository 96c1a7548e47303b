import { listOf, structure } from '../../contract/shape.ts'
import { Arn, TagKey } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'
import { checkKeysToRemove, findToTag } from '../tags.ts'

export const untagResource = operation({
  service: 'personalize',
  name: 'UntagResource',
  input: structure({
    resourceArn: Arn,
    tagKeys: listOf(TagKey, { min: 0, max: 200 }),
  }),
  output: structure({}),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'TooManyTagKeysException', 'ResourceInUseException'],
  handle: async ({ resourceArn, tagKeys }, { records, caller }) => {
    await records.transact(async read => {
      await findToTag(read, caller, resourceArn)
      checkKeysToRemove(tagKeys)
      return { changes: [{ type: 'untag', arn: resourceArn, tagKeys }], result: undefined }
    })
    return {}
  },
})
