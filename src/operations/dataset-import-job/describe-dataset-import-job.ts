import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { DatasetImportJob, datasetImportJob } from '../../resources/dataset-import-job.ts'
import { describeArn } from '../describing.ts'
import { operation } from '../operation.ts'

export const describeDatasetImportJob = operation({
  service: 'personalize',
  name: 'DescribeDatasetImportJob',
  idempotent: true,
  input: structure({
    datasetImportJobArn: Arn,
  }),
  output: structure({
    datasetImportJob: optional(DatasetImportJob),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
  handle: async ({ datasetImportJobArn }, context) => ({
    datasetImportJob: await describeArn(datasetImportJob, datasetImportJobArn, context),
  }),
})
