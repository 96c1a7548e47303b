import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, Tags, TrackingId } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const createEventTracker = operation({
  service: 'personalize',
  name: 'CreateEventTracker',
  idempotent: true,
  input: structure({
    name: Name,
    datasetGroupArn: Arn,
    tags: optional(Tags),
  }),
  output: structure({
    eventTrackerArn: optional(Arn),
    trackingId: optional(TrackingId),
  }),
  errors: [
    'InvalidInputException',
    'ResourceAlreadyExistsException',
    'ResourceNotFoundException',
    'LimitExceededException',
    'ResourceInUseException',
    'TooManyTagsException',
  ],
})
