import { alreadyExists } from '../../contract/errors.ts'
import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, Tags, TrackingId } from '../../contract/shapes/common.ts'
import { settling } from '../../lifecycle/new-job.ts'
import { datasetGroup } from '../../resources/dataset-group.ts'
import { eventTracker, trackerPath } from '../../resources/event-tracker.ts'
import type { RecordReader, ResourceRecord } from '../../storage/records.ts'
import { create } from '../creating.ts'
import { find, mustHaveStatus } from '../finding.ts'
import { operation } from '../operation.ts'

/** [doc]; that it is this error: control-plane page, section 16. */
const mustBeFirst = async (read: RecordReader, { account, region, arn: parent }: ResourceRecord): Promise<void> => {
  const [former] = await read.list({ kind: 'event-tracker', account, region, parent, limit: 1 })
  if (former) throw alreadyExists(former.arn)
}

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
  handle: async ({ name, datasetGroupArn, tags }, context) => {
    const { caller, settings, ids } = context
    const trackingId = ids.uuid(`${datasetGroupArn} tracker`)
    const eventTrackerArn = await create(eventTracker, context, async read => {
      const group = await find(read, caller, datasetGroup, datasetGroupArn)
      mustHaveStatus(group, ['ACTIVE'])
      await mustBeFirst(read, group)
      return {
        name,
        path: [trackerPath(trackingId)],
        parent: datasetGroupArn,
        group: datasetGroupArn,
        body: { accountId: caller.account, trackingId, datasetGroupArn },
        tags,
        jobs: arn => [settling(arn, settings.stateDelayMs)],
      }
    })
    return { eventTrackerArn, trackingId }
  },
})
