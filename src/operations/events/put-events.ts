import { listOf, optional, structure } from '../../contract/shape.ts'
import { Event, StringType, UserId } from '../../contract/shapes/events.ts'
import { eventRows } from '../../events/event-rows.ts'
import { operation } from '../operation.ts'
import { trackedInteractions } from './accept.ts'

export const putEvents = operation({
  service: 'personalize-events',
  name: 'PutEvents',
  path: '/events',
  input: structure({
    trackingId: StringType,
    userId: optional(UserId),
    sessionId: StringType,
    eventList: listOf(Event, { min: 1, max: 10 }),
  }),
  errors: ['InvalidInputException'],
  handle: async ({ trackingId, ...call }, context) => {
    const { dataset, schema } = await trackedInteractions(trackingId, context)
    await context.events.put(
      dataset,
      eventRows(call, schema, id => context.answers.itemsOf(id)),
    )
    return undefined
  },
})
