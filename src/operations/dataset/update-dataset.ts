import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { operation } from '../operation.ts'

export const updateDataset = operation({
  service: 'personalize',
  name: 'UpdateDataset',
  idempotent: true,
  input: structure({
    datasetArn: Arn,
    schemaArn: Arn,
  }),
  output: structure({
    datasetArn: optional(Arn),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException', 'ResourceInUseException'],
})
