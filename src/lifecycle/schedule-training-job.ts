/**
 * Job kind `schedule-training`: makes a version of a solution when its schedule says so and interactions have come since
 * the training before [doc: control-plane page, 11.3]; then waits for the next time. A due time without new data passes.
 */

import type { Settings } from '../config.ts'
import { hasDataUnseenBy } from '../datasets/new-data.ts'
import type { JobKind } from '../jobs/job-kind.ts'
import { findRecipe } from '../recipes/catalogue.ts'
import { isCreating, isDeleting } from '../resources/status.ts'
import type { Change, RecordReader, ResourceRecord } from '../storage/records.ts'
import { endless, enqueue } from './new-job.ts'
import { periodMs, scheduleOf, scheduling, trainingDueMs, versionsOf } from './training-schedule.ts'

/** The changes that make an automatic version and enqueue its jobs; none where nothing can be trained now. */
export type NewVersion = (read: RecordReader, solution: ResourceRecord, nowMs: number) => Promise<readonly Change[]>

interface ScheduleParts {
  readonly settings: Pick<Settings, 'automaticTraining' | 'firstTrainingDelayMs'>
  readonly newVersion: NewVersion
}

async function hasNewData(
  read: RecordReader,
  solution: ResourceRecord,
  versions: readonly ResourceRecord[],
): Promise<boolean> {
  const last = versions.find(({ status }) => !/FAILED|STOP/.test(status ?? ''))
  const isOfActions = findRecipe(String(solution.body.recipeArn))?.recipeType === 'PERSONALIZED_ACTIONS'
  const types = [isOfActions ? 'ACTION_INTERACTIONS' : 'INTERACTIONS'] as const
  return last === undefined || hasDataUnseenBy(last, read, solution.group ?? '', types)
}

export const scheduleTrainingJobKind = ({ settings, newVersion }: ScheduleParts): JobKind => ({
  name: 'schedule-training',
  lane: 'light',
  attemptsMax: endless,
  run: (job, { clock, finish }) =>
    finish(async read => {
      const solution = await read.get(job.resource)
      if (!solution || isDeleting(solution.status) || !settings.automaticTraining) return []
      const schedule = scheduleOf(solution)
      if (schedule === undefined || schedule.sinceMs !== job.payload.sinceMs) return []
      const nowMs = clock.nowMs()
      const lookAgain = (delayMs: number) => enqueue(scheduling(solution.arn, schedule.sinceMs, delayMs), nowMs)
      if (isCreating(solution.status)) return [lookAgain(settings.firstTrainingDelayMs)]
      const versions = await versionsOf(read, solution)
      const dueMs = trainingDueMs(solution, schedule, versions[0], settings)
      if (nowMs < dueMs) return [lookAgain(dueMs - nowMs)]
      const changes = (await hasNewData(read, solution, versions)) ? await newVersion(read, solution, nowMs) : []
      return [...changes, lookAgain(periodMs(solution))]
    }),
  failed: async () => [],
})
