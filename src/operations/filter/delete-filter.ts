import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { filter } from '../../resources/filter.ts'
import { creating } from '../../resources/status.ts'
import type { RecordReader, ResourceRecord } from '../../storage/records.ts'
import { remove, usedBy } from '../deleting.ts'
import { operation } from '../operation.ts'

const batchKinds = ['batch-inference-job', 'batch-segment-job'] as const

/** Requests name their filter each time; a batch job holds it for as long as it runs. [doc: runtime page, 1.11] */
async function mustBeFree(read: RecordReader, { arn, account, region, group }: ResourceRecord): Promise<void> {
  for (const kind of batchKinds) {
    const running = await read.list({ kind, account, region, statuses: creating, ...(group === null ? {} : { group }) })
    const user = running.find(({ body }) => body.filterArn === arn)
    if (user) throw usedBy(arn, user.arn)
  }
}

export const deleteFilter = operation({
  service: 'personalize',
  name: 'DeleteFilter',
  input: structure({
    filterArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: ({ filterArn }, context) => remove(filter, filterArn, context, mustBeFree),
})
