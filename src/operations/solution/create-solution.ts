import { boolean, optional, structure } from '../../contract/shape.ts'
import { Arn, EventType, Name, Tags } from '../../contract/shapes/common.ts'
import { settling } from '../../lifecycle/new-job.ts'
import { beginSchedule } from '../../lifecycle/training-schedule.ts'
import { type DatasetGroupBody, datasetGroup } from '../../resources/dataset-group.ts'
import { solution } from '../../resources/solution.ts'
import { SolutionConfig } from '../../resources/solution-config.ts'
import { existing } from '../../resources/status.ts'
import { bodyOf } from '../../storage/body-of.ts'
import { create } from '../creating.ts'
import { find, mustHaveStatus } from '../finding.ts'
import { mustHaveInteractions, schemasOf } from '../group-data.ts'
import { operation } from '../operation.ts'
import { checkSolution } from '../solution-rules/check-solution.ts'
import { chooseRecipe } from '../solution-rules/recipe-choice.ts'

export const createSolution = operation({
  service: 'personalize',
  name: 'CreateSolution',
  input: structure({
    name: Name,
    performHPO: optional(boolean()),
    performAutoML: optional(boolean()),
    performAutoTraining: optional(boolean()),
    performIncrementalUpdate: optional(boolean()),
    recipeArn: optional(Arn),
    datasetGroupArn: Arn,
    eventType: optional(EventType),
    solutionConfig: optional(SolutionConfig),
    tags: optional(Tags),
  }),
  output: structure({
    solutionArn: optional(Arn),
  }),
  errors: [
    'InvalidInputException',
    'ResourceAlreadyExistsException',
    'ResourceNotFoundException',
    'LimitExceededException',
    'ResourceInUseException',
    'TooManyTagsException',
  ],
  handle: async (input, context) => {
    const { name, datasetGroupArn, tags, performAutoTraining = true, ...asked } = input
    const { settings } = context
    const sinceMs = context.clock.nowMs()
    const solutionArn = await create(solution, context, async read => {
      const group = await find(read, context.caller, datasetGroup, datasetGroupArn)
      const recipe = chooseRecipe(asked.recipeArn, asked.performAutoML, bodyOf<DatasetGroupBody>(group).domain)
      const config = asked.solutionConfig ?? {}
      checkSolution({ ...asked, config, ...(recipe ? { recipe, schemas: await schemasOf(read, group) } : { recipe }) })
      mustHaveStatus(group, existing)
      await mustHaveInteractions(read, group, recipe)
      return {
        name,
        parent: datasetGroupArn,
        group: datasetGroupArn,
        body: {
          datasetGroupArn,
          performHPO: false,
          performAutoML: false,
          performAutoTraining,
          trainingSchedule: { sinceMs },
          ...asked,
        },
        tags,
        jobs: arn => [
          settling(arn, settings.stateDelayMs),
          ...beginSchedule(arn, performAutoTraining, sinceMs, settings),
        ],
      }
    })
    return { solutionArn }
  },
})
