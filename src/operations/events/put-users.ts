import { listOf, structure } from '../../contract/shape.ts'
import { Arn, User } from '../../contract/shapes/events.ts'
import { entityRow } from '../../events/properties.ts'
import { operation } from '../operation.ts'
import { datasetToPutInto } from './accept.ts'

export const putUsers = operation({
  service: 'personalize-events',
  name: 'PutUsers',
  path: '/users',
  input: structure({
    datasetArn: Arn,
    users: listOf(User, { min: 1, max: 10 }),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: async ({ datasetArn, users }, context) => {
    const { dataset, schema } = await datasetToPutInto(datasetArn, 'USERS', context)
    const rows = users.map(({ userId, properties }) => entityRow(schema, 'USER_ID', userId, properties))
    await context.events.put(dataset, rows)
    return undefined
  },
})
