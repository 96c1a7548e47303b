import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { EventTracker, eventTracker } from '../../resources/event-tracker.ts'
import { describeArn } from '../describing.ts'
import { operation } from '../operation.ts'

export const describeEventTracker = operation({
  service: 'personalize',
  name: 'DescribeEventTracker',
  idempotent: true,
  input: structure({
    eventTrackerArn: Arn,
  }),
  output: structure({
    eventTracker: optional(EventTracker),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
  handle: async ({ eventTrackerArn }, context) => ({
    eventTracker: await describeArn(eventTracker, eventTrackerArn, context),
  }),
})
