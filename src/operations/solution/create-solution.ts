import { boolean, optional, structure } from '../../contract/shape.ts'
import { Arn, EventType, Name, Tags } from '../../contract/shapes/common.ts'
import { SolutionConfig } from '../../resources/solution-config.ts'
import { operation } from '../operation.ts'

export const createSolution = operation({
  service: 'personalize',
  name: 'CreateSolution',
  input: structure({
    name: Name,
    performHPO: optional(boolean()),
    performAutoML: optional(boolean()),
    performAutoTraining: optional(boolean()),
    performIncrementalUpdate: optional(boolean()),
    recipeArn: optional(Arn),
    datasetGroupArn: Arn,
    eventType: optional(EventType),
    solutionConfig: optional(SolutionConfig),
    tags: optional(Tags),
  }),
  output: structure({
    solutionArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceAlreadyExistsException',
    'ResourceNotFoundException',
    'LimitExceededException',
    'ResourceInUseException',
    'TooManyTagsException',
  ],
})
