import { listOf, structure } from '../../contract/shape.ts'
import { Arn, User } from '../../contract/shapes/events.ts'
import { operation } from '../operation.ts'

export const putUsers = operation({
  service: 'personalize-events',
  name: 'PutUsers',
  path: '/users',
  input: structure({
    datasetArn: Arn,
    users: listOf(User, { min: 1, max: 10 }),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
