import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, Tags } from '../../contract/shapes/common.ts'
import { solution } from '../../resources/solution.ts'
import { solutionVersion, TrainingMode } from '../../resources/solution-version.ts'
import { existing } from '../../resources/status.ts'
import { create } from '../creating.ts'
import { find, mustHaveStatus } from '../finding.ts'
import { mustHaveInteractions } from '../group-data.ts'
import { operation } from '../operation.ts'
import { checkTrainingMode, groupOf, mustBeNewName, planVersion, recipeOf } from '../versions.ts'

export const createSolutionVersion = operation({
  service: 'personalize',
  name: 'CreateSolutionVersion',
  input: structure({
    name: optional(Name),
    solutionArn: Arn,
    trainingMode: optional(TrainingMode),
    tags: optional(Tags),
  }),
  output: structure({
    solutionVersionArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceNotFoundException',
    'LimitExceededException',
    'ResourceInUseException',
    'TooManyTagsException',
    'ResourceAlreadyExistsException',
  ],
  handle: async ({ name, solutionArn, trainingMode = 'FULL', tags }, context) => {
    const { ids } = context
    const solutionVersionArn = await create(solutionVersion, context, async read => {
      const record = await find(read, context.caller, solution, solutionArn)
      await checkTrainingMode(read, record, trainingMode)
      mustHaveStatus(record, existing)
      await mustHaveInteractions(read, await groupOf(read, record), recipeOf(record))
      if (name !== undefined) await mustBeNewName(read, record, name)
      return planVersion(read, record, { name, trainingMode, trainingType: 'MANUAL', tags, ids })
    })
    return { solutionVersionArn }
  },
})
