import { listOf, optional, structure } from '../../contract/shape.ts'
import { Event, StringType, UserId } from '../../contract/shapes/events.ts'
import { operation } from '../operation.ts'

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
})
