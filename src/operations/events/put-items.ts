import { listOf, structure } from '../../contract/shape.ts'
import { Arn, Item } from '../../contract/shapes/events.ts'
import { operation } from '../operation.ts'

export const putItems = operation({
  service: 'personalize-events',
  name: 'PutItems',
  path: '/items',
  input: structure({
    datasetArn: Arn,
    items: listOf(Item, { min: 1, max: 10 }),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
