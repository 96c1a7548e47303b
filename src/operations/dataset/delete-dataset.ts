import { structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const deleteDataset = operation({
  service: 'personalize',
  name: 'DeleteDataset',
  idempotent: true,
  input: structure({
    datasetArn: Arn,
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
