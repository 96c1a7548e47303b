import { listOf, optional, structure } from '../../contract/shape.ts'
import { Arn, MaxResults, NextToken } from '../../contract/shapes/common.ts'
import { EventTrackerSummary, eventTracker } from '../../resources/event-tracker.ts'
import { listPage } from '../listing.ts'
import { operation } from '../operation.ts'

export const listEventTrackers = operation({
  service: 'personalize',
  name: 'ListEventTrackers',
  idempotent: true,
  input: structure({
    datasetGroupArn: optional(Arn),
    nextToken: optional(NextToken),
    maxResults: optional(MaxResults),
  }),
  output: structure({
    eventTrackers: optional(listOf(EventTrackerSummary, { max: 100 })),
    nextToken: optional(NextToken),
  }),
  errors: ['InvalidInputException', 'InvalidNextTokenException'],
  handle: async (input, context) => {
    const filters = { datasetGroupArn: input.datasetGroupArn }
    const { items, nextToken } = await listPage(eventTracker, 'ListEventTrackers', input, filters, context)
    return { eventTrackers: items, nextToken }
  },
})
