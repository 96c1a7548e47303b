import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { datasetGroup } from '../../resources/dataset-group.ts'
import { remove } from '../deleting.ts'
import { operation } from '../operation.ts'

export const deleteDatasetGroup = operation({
  service: 'personalize',
  name: 'DeleteDatasetGroup',
  idempotent: true,
  input: structure({
    datasetGroupArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: ({ datasetGroupArn }, context) => remove(datasetGroup, datasetGroupArn, context),
})
