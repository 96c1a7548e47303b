import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { solution } from '../../resources/solution.ts'
import { remove, usedBy } from '../deleting.ts'
import { operation } from '../operation.ts'
import { campaignMovingTo } from '../versions.ts'

export const deleteSolution = operation({
  service: 'personalize',
  name: 'DeleteSolution',
  idempotent: true,
  input: structure({
    solutionArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: ({ solutionArn }, context) =>
    remove(solution, solutionArn, context, async (read, record) => {
      const user = await campaignMovingTo(read, record)
      if (user) throw usedBy(solutionArn, user.arn)
    }),
})
