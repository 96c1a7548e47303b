import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, Tags } from '../../contract/shapes/common.ts'
import { TrainingMode } from '../../resources/solution-version.ts'
import { operation } from '../operation.ts'

export const createSolutionVersion = operation({
  service: 'personalize',
  name: 'CreateSolutionVersion',
  input: structure({
    name: optional(Name),
    solutionArn: Arn,
    trainingMode: optional(TrainingMode),
    tags: optional(Tags),
  }),
  output: structure({
    solutionVersionArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceNotFoundException',
    'LimitExceededException',
    'ResourceInUseException',
    'TooManyTagsException',
    'ResourceAlreadyExistsException',
  ],
})
