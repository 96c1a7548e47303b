import { listOf, structure } from '../../contract/shape.ts'
import { Arn, Item } from '../../contract/shapes/events.ts'
import { entityRow } from '../../events/properties.ts'
import { operation } from '../operation.ts'
import { datasetToPutInto } from './accept.ts'

export const putItems = operation({
  service: 'personalize-events',
  name: 'PutItems',
  path: '/items',
  input: structure({
    datasetArn: Arn,
    items: listOf(Item, { min: 1, max: 10 }),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: async ({ datasetArn, items }, context) => {
    const { dataset, schema } = await datasetToPutInto(datasetArn, 'ITEMS', context)
    const rows = items.map(({ itemId, properties }) => entityRow(schema, 'ITEM_ID', itemId, properties))
    await context.events.put(dataset, rows)
    return undefined
  },
})
