import { invalidInput } from '../../contract/errors.ts'
import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, Tags } from '../../contract/shapes/common.ts'
import { settling } from '../../lifecycle/new-job.ts'
import { datasetGroup } from '../../resources/dataset-group.ts'
import { FilterExpression, filter } from '../../resources/filter.ts'
import { create } from '../creating.ts'
import { find } from '../finding.ts'
import { operation } from '../operation.ts'
import { checkedFor, mustFitFields } from './checked-filter.ts'

export const createFilter = operation({
  service: 'personalize',
  name: 'CreateFilter',
  input: structure({
    name: Name,
    datasetGroupArn: Arn,
    filterExpression: FilterExpression,
    tags: optional(Tags),
  }),
  output: structure({
    filterArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceAlreadyExistsException',
    'ResourceNotFoundException',
    'LimitExceededException',
    'TooManyTagsException',
  ],
  handle: async ({ name, datasetGroupArn, filterExpression, tags }, context) => {
    const { caller, settings } = context
    const filterArn = await create(filter, context, async read => {
      const group = await find(read, caller, datasetGroup, datasetGroupArn)
      // The model has no error for a resource in the wrong state here.
      if (group.status !== 'ACTIVE') throw invalidInput(`${group.arn} has status ${group.status}`)
      const { fields } = await checkedFor(read, group, filterExpression)
      await mustFitFields(read, group, fields, settings)
      return {
        name,
        parent: datasetGroupArn,
        group: datasetGroupArn,
        body: { datasetGroupArn, filterExpression, fields },
        tags,
        jobs: arn => [settling(arn, settings.stateDelayMs)],
      }
    })
    return { filterArn }
  },
})
