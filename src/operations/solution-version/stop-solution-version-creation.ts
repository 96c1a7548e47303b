import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { solutionVersion } from '../../resources/solution-version.ts'
import { creating } from '../../resources/status.ts'
import { find, mustHaveStatus } from '../finding.ts'
import { operation } from '../operation.ts'
import { stopChanges } from '../versions.ts'

export const stopSolutionVersionCreation = operation({
  service: 'personalize',
  name: 'StopSolutionVersionCreation',
  idempotent: true,
  input: structure({
    solutionVersionArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: async ({ solutionVersionArn }, context) => {
    await context.records.transact(async read => {
      const record = await find(read, context.caller, solutionVersion, solutionVersionArn)
      mustHaveStatus(record, creating)
      return { changes: stopChanges(record, context.clock.nowMs()), result: undefined }
    })
    context.jobsChanged()
    return undefined
  },
})
