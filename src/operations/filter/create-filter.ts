import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, Tags } from '../../contract/shapes/common.ts'
import { FilterExpression } from '../../resources/filter.ts'
import { operation } from '../operation.ts'

export const createFilter = operation({
  service: 'personalize',
  name: 'CreateFilter',
  input: structure({
    name: Name,
    datasetGroupArn: Arn,
    filterExpression: FilterExpression,
    tags: optional(Tags),
  }),
  output: structure({
    filterArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceAlreadyExistsException',
    'ResourceNotFoundException',
    'LimitExceededException',
    'TooManyTagsException',
  ],
})
