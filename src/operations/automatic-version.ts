/** The version that a schedule makes: as CreateSolutionVersion makes one, with nobody who asked. */

import type { Ids } from '../base/ids.ts'
import { ApiError } from '../contract/errors.ts'
import type { NewVersion } from '../lifecycle/schedule-training-job.ts'
import { solutionVersion } from '../resources/solution-version.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import { changesFor } from './creating.ts'
import { mustHaveInteractions } from './group-data.ts'
import { groupOf, planVersion, recipeOf } from './versions.ts'

/** False where CreateSolutionVersion would refuse. */
async function canTrain(read: RecordReader, solution: ResourceRecord): Promise<boolean> {
  try {
    await mustHaveInteractions(read, await groupOf(read, solution), recipeOf(solution))
    return true
  } catch (error) {
    if (error instanceof ApiError) return false
    throw error
  }
}

export const automaticVersion =
  (ids: Ids): NewVersion =>
  async (read, solution, nowMs) => {
    if (!(await canTrain(read, solution))) return []
    const options = { trainingMode: 'FULL', trainingType: 'AUTOMATIC', ids } as const
    return changesFor(solutionVersion, solution, await planVersion(read, solution, options), nowMs)
  }
