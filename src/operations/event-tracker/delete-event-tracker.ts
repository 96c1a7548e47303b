import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { eventTracker } from '../../resources/event-tracker.ts'
import { remove } from '../deleting.ts'
import { operation } from '../operation.ts'

export const deleteEventTracker = operation({
  service: 'personalize',
  name: 'DeleteEventTracker',
  idempotent: true,
  input: structure({
    eventTrackerArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: ({ eventTrackerArn }, context) => remove(eventTracker, eventTrackerArn, context),
})
