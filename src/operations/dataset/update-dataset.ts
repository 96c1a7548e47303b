import { optional, structure } from '../../contract/shape.ts'
import { Arn } from '../../contract/shapes/common.ts'
import { dataset } from '../../resources/dataset.ts'
import { schema } from '../../resources/schema.ts'
import { find } from '../finding.ts'
import { operation } from '../operation.ts'
import { checkSchemaChange } from '../schema-fit.ts'
import { update } from '../updating.ts'

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
  handle: async ({ datasetArn, schemaArn }, context) => {
    await update(dataset, datasetArn, context, async (read, record) => {
      const wanted = await find(read, context.caller, schema, schemaArn)
      await checkSchemaChange(read, record, wanted)
      return { schemaArn }
    })
    return { datasetArn }
  },
})
