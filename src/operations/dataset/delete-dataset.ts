import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { dataset } from '../../resources/dataset.ts'
import { remove } from '../deleting.ts'
import { operation } from '../operation.ts'

export const deleteDataset = operation({
  service: 'personalize',
  name: 'DeleteDataset',
  idempotent: true,
  input: structure({
    datasetArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
  handle: ({ datasetArn }, context) => remove(dataset, datasetArn, context),
})
