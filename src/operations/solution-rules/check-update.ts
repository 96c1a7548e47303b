/** An update is checked as the configuration it leads to. */

import type { Static } from '../../contract/shape.ts'
import type { SolutionBody } from '../../resources/solution.ts'
import type { SolutionUpdateConfig } from '../../resources/solution-config.ts'
import { bodyOf } from '../../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../../storage/records.ts'
import { schemasOf } from '../group-data.ts'
import { groupOf, recipeOf } from '../versions.ts'
import { checkSolution } from './check-solution.ts'

interface SentUpdate {
  readonly performIncrementalUpdate?: boolean
  readonly solutionUpdateConfig?: Static<typeof SolutionUpdateConfig>
}

export const checkSolutionUpdate = async (
  read: RecordReader,
  record: ResourceRecord,
  { performIncrementalUpdate, solutionUpdateConfig }: SentUpdate,
): Promise<void> => {
  const recipe = recipeOf(record)
  const { eventType, solutionConfig } = bodyOf<SolutionBody>(record)
  const config = { ...solutionConfig, ...solutionUpdateConfig }
  if (!recipe) return checkSolution({ recipe, performIncrementalUpdate, config })
  const schemas = await schemasOf(read, await groupOf(read, record))
  checkSolution({ recipe, schemas, eventType, performIncrementalUpdate, config })
}
