import { listOf, structure } from '../../contract/shape.ts'
import { ActionInteraction, StringType } from '../../contract/shapes/events.ts'
import { operation } from '../operation.ts'

export const putActionInteractions = operation({
  service: 'personalize-events',
  name: 'PutActionInteractions',
  path: '/action-interactions',
  input: structure({
    trackingId: StringType,
    actionInteractions: listOf(ActionInteraction, { min: 1, max: 10 }),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
