import { structure } from '../../contract/shape.ts'
import { Arn, Tags } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

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
})
