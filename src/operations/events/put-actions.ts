import { listOf, structure } from '../../contract/shape.ts'
import { Action, Arn } from '../../contract/shapes/events.ts'
import { operation } from '../operation.ts'

export const putActions = operation({
  service: 'personalize-events',
  name: 'PutActions',
  path: '/actions',
  input: structure({
    datasetArn: Arn,
    actions: listOf(Action, { min: 1, max: 10 }),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
