import { invalidInput } from '../../contract/errors.ts'
import { boolean, optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { solution } from '../../resources/solution.ts'
import { SolutionUpdateConfig } from '../../resources/solution-config.ts'
import { operation } from '../operation.ts'
import { checkSolutionUpdate } from '../solution-rules/check-update.ts'
import { update } from '../updating.ts'

const nothingToUpdate =
  'There is nothing to update: give performAutoTraining, performIncrementalUpdate or solutionUpdateConfig.'

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
  handle: async ({ solutionArn, ...wanted }, context) => {
    if (Object.keys(wanted).length === 0) throw invalidInput(nothingToUpdate)
    await update(solution, solutionArn, context, async (read, record) => {
      await checkSolutionUpdate(read, record, wanted)
      return wanted
    })
    return { solutionArn }
  },
})
