/**
 * One trial: a fit on nine tenths of the training users, and how well it does for the others. Test users are not looked
 * at. What is learned from depends on the candidate, since parameters say how much of a history counts.
 */

import { assert } from '../../base/assert.ts'
import { evaluate } from '../evaluate.ts'
import { splitUsers } from '../split.ts'
import type { TrainingMeans } from '../trainers/trainer.ts'
import { type Candidate, contextOf, type Data, workOf } from '../work.ts'

/** What trials are tried on. */
export interface Subject extends Data {
  /** Key of the metric that is to be highest. */
  readonly metric: string
}

export async function scoreTrial(
  candidate: Candidate,
  { metric, snapshot, spec }: Subject,
  means: TrainingMeans,
): Promise<number> {
  const work = workOf(candidate, { snapshot, spec: { ...spec, means } })
  const { train: training } = splitUsers(work.histories, spec.seed)
  const { train: learned, tests } = splitUsers(training, spec.seed + 1)
  const { recommend } = await work.trainer.fit(
    learned,
    work.values,
    contextOf(work, () => {}),
  )
  const metrics = await evaluate({ tests, recommend, catalogueItemCount: snapshot.catalogueItemCount })
  const score = metrics[metric]
  assert(score !== undefined, `there is no metric ${metric}`)
  return score
}
