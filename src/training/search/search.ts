/**
 * HPO and AutoML of one training: joins what is searched (`search-spec.ts`), the order of trials (`run-search.ts`) and
 * what each of them may take (`shares.ts`). One trial at a time is made here, with everything; more in threads of their own.
 */

import { inSharedMemory } from '../../base/shared-arrays.ts'
import { neededMb } from '../memory-need.ts'
import { ParameterValues } from '../parameter-values.ts'
import type { TrainingMeans } from '../trainers/trainer.ts'
import { type Candidate, type Data, type Learnable, trainerOf } from '../work.ts'
import { openTrialThread } from './open-trial-thread.ts'
import { type Lane, type Lanes, runSearch, type SearchParts, type Winner } from './run-search.ts'
import type { SearchSpec } from './search-spec.ts'
import { sharesOf } from './shares.ts'
import { type Subject, scoreTrial } from './trial.ts'

export interface TrainingSearch extends SearchSpec {
  readonly logPath: string
}

/** Trials see training users alone: some are fitted on, the others asked. Test users are looked at once, at the end. */
export function search(
  { logPath, ...spec }: TrainingSearch,
  { snapshot, spec: { seed, objective, means } }: Data,
  { subject, note }: Pick<SearchParts, 'subject' | 'note'>,
): Promise<Winner> {
  const tried = {
    snapshot: learnableOf(snapshot),
    spec: { seed, means: trialMeans(spec, means), ...(objective && { objective }) },
    metric: spec.metric,
  }
  return runSearch({ spec, seed, logPath, subject, lanesFor: lanesFor(tried, spec.parallelCountMax), note })
}

const learnableOf = ({ histories, itemFeatures, situations, events, catalogueItemCount }: Learnable): Learnable => ({
  histories,
  catalogueItemCount,
  ...(itemFeatures && { itemFeatures }),
  ...(situations && { situations }),
  ...(events && { events }),
})

/** Together the trials may take the time of this many fits of a sequence model. */
const searchedFitCount = 3

function trialMeans({ spaces, trialCount }: SearchSpec, means: TrainingMeans): TrainingMeans {
  const share = Math.min(1, searchedFitCount / Math.max(1, spaces.length * trialCount))
  return { ...means, sequenceMinutes: means.sequenceMinutes * share }
}

function lanesFor(subject: Subject, parallelCountMax: number): SearchParts['lanesFor'] {
  let shared: Subject | undefined
  return (candidates): Lanes => {
    const { count, means } = sharesOf(subject.spec.means, {
      trialCount: candidates.length,
      secondsEach: Math.max(...candidates.map(candidate => secondsOf(candidate, subject.snapshot))),
      parallelCountMax,
      neededMb: neededMb(subject.snapshot),
      wantedMb: share => Math.max(...candidates.map(candidate => wantedMb(candidate, subject.snapshot, share))),
    })
    if (count === 1) return { count, open: () => laneHere(subject) }
    shared ??= inSharedMemory(subject)
    const data = { subject: shared, means }
    return { count, open: () => openTrialThread(data) }
  }
}

const laneHere = (subject: Subject): Lane => ({
  score: candidate => scoreTrial(candidate, subject, subject.spec.means),
  close: async () => undefined,
})

const secondsOf = (candidate: Candidate, { histories }: Learnable): number =>
  histories.items.length / trainerOf(candidate).trainer.interactionsPerSecond

function wantedMb(candidate: Candidate, { histories }: Learnable, means: TrainingMeans): number {
  const { recipe, trainer } = trainerOf(candidate)
  return trainer.wantedMb?.(histories, new ParameterValues(recipe, candidate.parameters), means) ?? 0
}
