import { listOf, structure } from '../../contract/shape.ts'
import { ActionInteraction, StringType } from '../../contract/shapes/events.ts'
import { actionRow } from '../../events/event-rows.ts'
import { operation } from '../operation.ts'
import { trackedActions } from './accept.ts'

export const putActionInteractions = operation({
  service: 'personalize-events',
  name: 'PutActionInteractions',
  path: '/action-interactions',
  input: structure({
    trackingId: StringType,
    actionInteractions: listOf(ActionInteraction, { min: 1, max: 10 }),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: async ({ trackingId, actionInteractions }, context) => {
    const { dataset, schema } = await trackedActions(trackingId, context)
    await context.events.put(
      dataset,
      actionInteractions.map(given => actionRow(given, schema)),
    )
    return undefined
  },
})
