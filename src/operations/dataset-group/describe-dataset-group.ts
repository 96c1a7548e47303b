import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { DatasetGroup, datasetGroup } from '../../resources/dataset-group.ts'
import { describeArn } from '../describing.ts'
import { operation } from '../operation.ts'

export const describeDatasetGroup = operation({
  service: 'personalize',
  name: 'DescribeDatasetGroup',
  idempotent: true,
  input: structure({
    datasetGroupArn: Arn,
  }),
  output: structure({
    datasetGroup: optional(DatasetGroup),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
  handle: async ({ datasetGroupArn }, context) => ({
    datasetGroup: await describeArn(datasetGroup, datasetGroupArn, context),
  }),
})
