import { invalidInput } from '../../contract/errors.ts'
import { optional, structure } from '../../contract/shape.ts'
import { Arn, Domain, KmsKeyArn, Name, RoleArn, Tags } from '../../contract/shapes/common.ts'
import { settling } from '../../lifecycle/new-job.ts'
import { datasetGroup } from '../../resources/dataset-group.ts'
import { create } from '../creating.ts'
import { operation } from '../operation.ts'
import { checkRole } from '../roles.ts'

export const createDatasetGroup = operation({
  service: 'personalize',
  name: 'CreateDatasetGroup',
  input: structure({
    name: Name,
    roleArn: optional(RoleArn),
    kmsKeyArn: optional(KmsKeyArn),
    domain: optional(Domain),
    tags: optional(Tags),
  }),
  output: structure({
    datasetGroupArn: optional(Arn),
    domain: optional(Domain),
  }),
  errors: ['InvalidInputException', 'ResourceAlreadyExistsException', 'LimitExceededException', 'TooManyTagsException'],
  handle: async ({ name, roleArn, kmsKeyArn, domain, tags }, context) => {
    checkRole(roleArn, context.caller)
    if ((roleArn === undefined) !== (kmsKeyArn === undefined)) {
      throw invalidInput('roleArn and kmsKeyArn must be given together or not at all.')
    }
    const datasetGroupArn = await create(datasetGroup, context, async () => ({
      name,
      parent: null,
      group: null,
      body: { domain, roleArn, kmsKeyArn },
      tags,
      jobs: arn => [settling(arn, context.settings.stateDelayMs)],
    }))
    return { datasetGroupArn, domain }
  },
})
