import { optional, structure } from '../../contract/shape.ts'
import { Arn, Name, Tags } from '../../contract/shapes/common.ts'
import { type SolutionBody, solution } from '../../resources/solution.ts'
import { solutionVersion, TrainingMode } from '../../resources/solution-version.ts'
import { existing } from '../../resources/status.ts'
import { create } from '../creating.ts'
import { bodyOf, find, mustHaveStatus } from '../finding.ts'
import { mustHaveInteractions } from '../group-data.ts'
import { operation } from '../operation.ts'
import { checkTrainingMode, groupOf, mustBeNewName, newVersionId, recipeOf, trainingJobs } from '../versions.ts'

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
    const solutionVersionArn = await create(solutionVersion, context, async read => {
      const record = await find(read, context.caller, solution, solutionArn)
      const { latestSolutionUpdate: _, ...config } = bodyOf<SolutionBody>(record)
      await checkTrainingMode(read, record, trainingMode)
      mustHaveStatus(record, existing)
      await mustHaveInteractions(read, await groupOf(read, record), recipeOf(record))
      if (name !== undefined) await mustBeNewName(read, record, name)
      const id = await newVersionId(read, record, context.ids)
      return {
        name: name ?? `${record.name}/${id}`,
        path: [record.name, id],
        parent: solutionArn,
        group: record.group,
        body: { solutionArn, ...config, performAutoTraining: undefined, trainingMode, trainingType: 'MANUAL' },
        tags,
        jobs: trainingJobs,
      }
    })
    return { solutionVersionArn }
  },
})
