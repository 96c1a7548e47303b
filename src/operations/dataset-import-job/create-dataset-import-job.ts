import { boolean, optional, structure } from '../../contract/shape.ts'
import { Arn, DataSource, Name, RoleArn, Tags } from '../../contract/shapes/common.ts'
import { dataset } from '../../resources/dataset.ts'
import { datasetImportJob, ImportMode } from '../../resources/dataset-import-job.ts'
import { existing } from '../../resources/status.ts'
import { create } from '../creating.ts'
import { find, mustHaveStatus } from '../finding.ts'
import { checkAttribution, checkImportMode } from '../import-options.ts'
import { checkSource, locationOf } from '../import-source.ts'
import { operation } from '../operation.ts'
import { checkRole } from '../roles.ts'
import { schemaOfDataset } from '../schema-fit.ts'

export const createDatasetImportJob = operation({
  service: 'personalize',
  name: 'CreateDatasetImportJob',
  input: structure({
    jobName: Name,
    datasetArn: Arn,
    dataSource: DataSource,
    roleArn: optional(RoleArn),
    tags: optional(Tags),
    importMode: optional(ImportMode),
    publishAttributionMetricsToS3: optional(boolean()),
  }),
  output: structure({
    datasetImportJobArn: optional(Arn),
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
    const { records, caller } = context
    const { datasetArn, dataSource, roleArn, jobName, tags, ...options } = input
    checkRole(roleArn, caller)
    const location = locationOf(dataSource.dataLocation)
    const target = await find(records, caller, dataset, datasetArn)
    await checkSource(context.blobs.forRole(caller.account, roleArn), location, await schemaOfDataset(records, target))
    const datasetImportJobArn = await create(datasetImportJob, context, async read => {
      const record = await find(read, caller, dataset, datasetArn)
      mustHaveStatus(record, existing)
      await checkImportMode(read, record, options.importMode)
      await checkAttribution(read, record, options.publishAttributionMetricsToS3)
      return {
        name: jobName,
        parent: datasetArn,
        group: record.group,
        body: { datasetArn, dataSource, roleArn, importMode: 'FULL', ...options },
        tags,
        jobs: arn => [{ kind: 'import', resource: arn, subject: datasetArn }],
      }
    })
    return { datasetImportJobArn }
  },
})
