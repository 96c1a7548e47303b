import { listOf, structure } from '../../contract/shape.ts'
import { Arn, TagKey } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const untagResource = operation({
  service: 'personalize',
  name: 'UntagResource',
  input: structure({
    resourceArn: Arn,
    tagKeys: listOf(TagKey, { min: 0, max: 200 }),
  }),
  output: structure({}),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'TooManyTagKeysException', 'ResourceInUseException'],
})
