import { boolean, optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { SolutionUpdateConfig } from '../../resources/solution-config.ts'
import { operation } from '../operation.ts'

export const updateSolution = operation({
  service: 'personalize',
  name: 'UpdateSolution',
  input: structure({
    solutionArn: Arn,
    performAutoTraining: optional(boolean()),
    performIncrementalUpdate: optional(boolean()),
    solutionUpdateConfig: optional(SolutionUpdateConfig),
  }),
  output: structure({
    solutionArn: optional(Arn),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException', 'LimitExceededException'],
})
