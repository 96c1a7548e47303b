/**
 * Runs a search: trial after trial, each a fit on part of the training users and a look at the others. One at a time, for
 * a fit takes every core it is given; so the number of parallel trials that was allowed is never exceeded. The best score
 * wins, of equal ones the earlier trial.
 */

import type { GivenParameters } from '../parameter-values.ts'
import { propose, type Trial } from './propose.ts'
import { readTrials, writeTrials } from './search-log.ts'
import type { SearchSpace, SearchSpec } from './search-spec.ts'

export interface Candidate {
  readonly recipeArn: string
  readonly parameters: GivenParameters
}

export interface SearchParts {
  readonly spec: SearchSpec
  readonly seed: number
  /** Where trials are kept. */
  readonly logPath: string
  /** What the scores depend on besides the spec: the data. */
  readonly subject: string
  /** Higher is better. */
  readonly score: (candidate: Candidate) => Promise<number>
  readonly note: (what: string) => void
}

export interface Winner extends Candidate {
  /** The values that were tuned. */
  readonly tuned: Readonly<Record<string, string>>
  readonly score: number
}

export async function runSearch(parts: SearchParts): Promise<Winner> {
  const subject = JSON.stringify([parts.subject, parts.spec, parts.seed])
  const known = await readTrials(parts.logPath, subject)
  const all: Trial[][] = parts.spec.spaces.map((_, at) => [...(known[at] ?? [])])
  for (const [at, space] of parts.spec.spaces.entries()) {
    const trials = all[at]!
    while (trials.length < parts.spec.trialCount) {
      const values = propose(space, trials, parts.spec.trialCount, parts.seed)
      if (values === undefined) break
      parts.note(`trial ${trials.length + 1} of ${parts.spec.trialCount} of ${nameOf(space)}${bestSoFar(all)}`)
      trials.push({ values, score: await parts.score(candidateOf(space, values)) })
      await writeTrials(parts.logPath, subject, all)
    }
  }
  return winnerOf(parts.spec.spaces, all)
}

const nameOf = ({ recipeArn }: SearchSpace): string => recipeArn.slice(recipeArn.lastIndexOf('/') + 1)

function bestSoFar(all: readonly (readonly Trial[])[]): string {
  const scores = all.flat().map(({ score }) => score)
  return scores.length > 0 ? `, best so far ${Math.max(...scores)}` : ''
}

const candidateOf = ({ recipeArn, fixed }: SearchSpace, values: Trial['values']): Candidate => ({
  recipeArn,
  parameters: { ...fixed, algorithmHyperParameters: { ...fixed.algorithmHyperParameters, ...values } },
})

function winnerOf(spaces: readonly SearchSpace[], all: readonly (readonly Trial[])[]): Winner {
  const ranked = spaces
    .flatMap((space, at) => all[at]!.map(trial => ({ space, trial })))
    .sort((one, other) => other.trial.score - one.trial.score)
  const { space, trial } = ranked[0]!
  return { ...candidateOf(space, trial.values), tuned: trial.values, score: trial.score }
}
