import { invalidInput } from '../../contract/errors.ts'
import { optional, structure } from '../../contract/shape.ts'
import { Arn, DatasetType, Name, Tags } from '../../contract/shapes/common.ts'
import { settling } from '../../lifecycle/new-job.ts'
import { dataset, datasetTypeOf, datasetTypes } from '../../resources/dataset.ts'
import { datasetGroup } from '../../resources/dataset-group.ts'
import { schema } from '../../resources/schema.ts'
import { create } from '../creating.ts'
import { find, mustHaveStatus } from '../finding.ts'
import { operation } from '../operation.ts'
import { checkSchemaFits } from '../schema-fit.ts'

export const createDataset = operation({
  service: 'personalize',
  name: 'CreateDataset',
  idempotent: true,
  input: structure({
    name: Name,
    schemaArn: Arn,
    datasetGroupArn: Arn,
    datasetType: DatasetType,
    tags: optional(Tags),
  }),
  output: structure({
    datasetArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceNotFoundException',
    'ResourceAlreadyExistsException',
    'LimitExceededException',
    'ResourceInUseException',
    'TooManyTagsException',
  ],
  handle: async ({ name, schemaArn, datasetGroupArn, datasetType: givenType, tags }, context) => {
    const { caller } = context
    const datasetType = datasetTypeOf(givenType)
    if (!datasetType) throw invalidInput(`datasetType must be one of ${datasetTypes.join(', ')}, not ${givenType}.`)
    const datasetArn = await create(dataset, context, async read => {
      const group = await find(read, caller, datasetGroup, datasetGroupArn)
      const schemaRecord = await find(read, caller, schema, schemaArn)
      checkSchemaFits(schemaRecord, datasetType, group)
      mustHaveStatus(group, ['ACTIVE'])
      const trackingId =
        datasetType === 'ACTION_INTERACTIONS' ? context.ids.uuid(`${datasetGroupArn} actions`) : undefined
      return {
        name,
        path: [group.name, datasetType],
        parent: datasetGroupArn,
        group: datasetGroupArn,
        body: { datasetGroupArn, datasetType, schemaArn, trackingId, segments: [] },
        tags,
        jobs: arn => [settling(arn, context.settings.stateDelayMs)],
      }
    })
    return { datasetArn }
  },
})
