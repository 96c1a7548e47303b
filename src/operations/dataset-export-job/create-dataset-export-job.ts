import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, RoleArn, Tags } from '../../contract/shapes/common.ts'
import { dataset } from '../../resources/dataset.ts'
import { DatasetExportJobOutput, datasetExportJob, IngestionMode } from '../../resources/dataset-export-job.ts'
import { create } from '../creating.ts'
import { checkDestination, checkExportable } from '../export-rules.ts'
import { find, mustHaveStatus } from '../finding.ts'
import { operation } from '../operation.ts'
import { checkRole } from '../roles.ts'

export const createDatasetExportJob = operation({
  service: 'personalize',
  name: 'CreateDatasetExportJob',
  idempotent: true,
  input: structure({
    jobName: Name,
    datasetArn: Arn,
    ingestionMode: optional(IngestionMode),
    roleArn: RoleArn,
    jobOutput: DatasetExportJobOutput,
    tags: optional(Tags),
  }),
  output: structure({
    datasetExportJobArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceNotFoundException',
    'ResourceAlreadyExistsException',
    'LimitExceededException',
    'ResourceInUseException',
    'TooManyTagsException',
  ],
  handle: async (input, context) => {
    const { records, caller, blobs } = context
    const { jobName, datasetArn, roleArn, jobOutput, ingestionMode = 'PUT', tags } = input
    checkRole(roleArn, caller)
    checkExportable(await find(records, caller, dataset, datasetArn))
    await checkDestination(blobs.forRole(caller.account, roleArn), jobOutput.s3DataDestination.path)
    const datasetExportJobArn = await create(datasetExportJob, context, async read => {
      const record = await find(read, caller, dataset, datasetArn)
      mustHaveStatus(record, ['ACTIVE'])
      return {
        name: jobName,
        parent: datasetArn,
        group: record.group,
        body: { datasetArn, ingestionMode, roleArn, jobOutput },
        tags,
        jobs: arn => [{ kind: 'export', resource: arn, subject: datasetArn }],
      }
    })
    return { datasetExportJobArn }
  },
})
