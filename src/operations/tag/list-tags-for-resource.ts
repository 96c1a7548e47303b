import { optional, structure } from '../../contract/shape.ts'
import { Arn, Tags } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'
import { findTaggable } from '../tags.ts'

export const listTagsForResource = operation({
  service: 'personalize',
  name: 'ListTagsForResource',
  input: structure({
    resourceArn: Arn,
  }),
  output: structure({
    tags: optional(Tags),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: async ({ resourceArn }, { records, caller }) => {
    await findTaggable(records, caller, resourceArn)
    return { tags: [...(await records.tagsOf(resourceArn))] }
  },
})
