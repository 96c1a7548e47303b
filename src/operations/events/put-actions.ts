import { listOf, structure } from '../../contract/shape.ts'
import { Action, Arn } from '../../contract/shapes/events.ts'
import { entityRow } from '../../events/properties.ts'
import { operation } from '../operation.ts'
import { datasetToPutInto } from './accept.ts'

export const putActions = operation({
  service: 'personalize-events',
  name: 'PutActions',
  path: '/actions',
  input: structure({
    datasetArn: Arn,
    actions: listOf(Action, { min: 1, max: 10 }),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: async ({ datasetArn, actions }, context) => {
    const { dataset, schema } = await datasetToPutInto(datasetArn, 'ACTIONS', context)
    const rows = actions.map(({ actionId, properties }) => entityRow(schema, 'ACTION_ID', actionId, properties))
    await context.events.put(dataset, rows)
    return undefined
  },
})
