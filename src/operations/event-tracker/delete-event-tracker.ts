import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const deleteEventTracker = operation({
  service: 'personalize',
  name: 'DeleteEventTracker',
  idempotent: true,
  input: structure({
    eventTrackerArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
