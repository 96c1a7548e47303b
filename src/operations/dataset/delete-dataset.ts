import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { arnOf, parseArn } from '../../resources/arn.ts'
import { dataset } from '../../resources/dataset.ts'
import { datasetGroup } from '../../resources/dataset-group.ts'
import type { OperationContext } from '../context.ts'
import { remove } from '../deleting.ts'
import { findIfAny } from '../finding.ts'
import { operation } from '../operation.ts'

/**
 * A tracker's stream has an ARN of its own beside the datasets. It holds nothing here, events go into Interactions; that
 * it can be deleted, before the tracker or after, is what clean-up programs count on [sample: control-plane page, section 3].
 */
const isStream = async (datasetArn: string, { records, caller }: OperationContext): Promise<boolean> => {
  const [groupName = '', type] = parseArn(datasetArn).path
  if (type !== 'EVENT_INTERACTIONS' || datasetArn !== arnOf(caller, 'dataset', groupName, type)) return false
  const group = await findIfAny(records, caller, datasetGroup, arnOf(caller, 'dataset-group', groupName))
  return group !== undefined
}

export const deleteDataset = operation({
  service: 'personalize',
  name: 'DeleteDataset',
  idempotent: true,
  input: structure({
    datasetArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: async ({ datasetArn }, context) => {
    if (await isStream(datasetArn, context)) return undefined
    return remove(dataset, datasetArn, context)
  },
})
