import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { DatasetExportJob, datasetExportJob } from '../../resources/dataset-export-job.ts'
import { describeArn } from '../describing.ts'
import { operation } from '../operation.ts'

export const describeDatasetExportJob = operation({
  service: 'personalize',
  name: 'DescribeDatasetExportJob',
  idempotent: true,
  input: structure({
    datasetExportJobArn: Arn,
  }),
  output: structure({
    datasetExportJob: optional(DatasetExportJob),
  }),
  errors: ['InvalidInputException', 'ResourceNotFoundException'],
  handle: async ({ datasetExportJobArn }, context) => ({
    datasetExportJob: await describeArn(datasetExportJob, datasetExportJobArn, context),
  }),
})
