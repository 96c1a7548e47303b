import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { Dataset, dataset } from '../../resources/dataset.ts'
import { describeArn } from '../describing.ts'
import { operation } from '../operation.ts'

export const describeDataset = operation({
  service: 'personalize',
  name: 'DescribeDataset',
  idempotent: true,
  input: structure({
    datasetArn: Arn,
  }),
  output: structure({
    dataset: optional(Dataset),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
  handle: async ({ datasetArn }, context) => ({ dataset: await describeArn(dataset, datasetArn, context) }),
})
