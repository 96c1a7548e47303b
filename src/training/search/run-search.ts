/**
 * Runs a search round by round: proposes trials, makes them side by side, and looks at their scores when all of the round are
 * there. So what is tried follows from the request and the scores, never from who was done first. Each trial is kept as it
 * ends; a search that is taken up again proposes the same rounds and repeats none of it. The best score wins, of equal ones
 * the earlier trial.
 */

import type { Candidate } from '../work.ts'
import { proposeRound, type Trial } from './propose.ts'
import { openSearchLog, type SearchLog } from './search-log.ts'
import type { SearchSpace, SearchSpec } from './search-spec.ts'

/** Where trials are made, one at a time. */
export interface Lane {
  /** Higher is better. */
  score(candidate: Candidate): Promise<number>
  /** Ends what is under way, too. */
  close(): Promise<void>
}

export interface Lanes {
  readonly count: number
  open(): Lane
}

export interface SearchParts {
  readonly spec: SearchSpec
  readonly seed: number
  /** Where trials are kept. */
  readonly logPath: string
  /** What the scores depend on besides the spec: the data. */
  readonly subject: string
  /** For these trials; the same for the same ones. */
  readonly lanesFor: (candidates: readonly Candidate[]) => Lanes
  readonly note: (what: string) => void
}

export interface Winner extends Candidate {
  /** The values that were tuned. */
  readonly tuned: Readonly<Record<string, string>>
  readonly score: number
}

interface Proposed {
  /** Place of its space. */
  readonly at: number
  readonly values: Trial['values']
  readonly candidate: Candidate
  readonly name: string
}

export async function runSearch({ spec, seed, logPath, lanesFor, note, ...parts }: SearchParts): Promise<Winner> {
  const log = await openSearchLog(logPath, JSON.stringify([parts.subject, spec, seed]))
  const told = new Telling(note)
  const all: Trial[][] = spec.spaces.map(() => [])
  for (;;) {
    const round = roundOf(spec, all, seed)
    if (round.length === 0) return winnerOf(spec.spaces, all)
    for (const part of partsOf(round, lanesFor)) await makeTrials(part, log, told)
    for (const { at, values } of round) all[at]!.push({ values, score: log.scoreOf(at, values)! })
  }
}

/** Of all spaces that still have any. */
const roundOf = (spec: SearchSpec, all: readonly (readonly Trial[])[], seed: number): readonly Proposed[] =>
  spec.spaces.flatMap((space, at) =>
    proposeRound(space, all[at]!, spec, seed).map((values, place) => ({
      at,
      values,
      candidate: candidateOf(space, values),
      name: `trial ${all[at]!.length + place + 1} of ${spec.trialCount} of ${nameOf(space)}`,
    })),
  )

const nameOf = ({ recipeArn }: SearchSpace): string => recipeArn.slice(recipeArn.lastIndexOf('/') + 1)

const candidateOf = ({ recipeArn, fixed }: SearchSpace, values: Trial['values']): Candidate => ({
  recipeArn,
  parameters: { ...fixed, algorithmHyperParameters: { ...fixed.algorithmHyperParameters, ...values } },
})

interface Part {
  readonly trials: readonly Proposed[]
  readonly lanes: Lanes
}

/** As many as fill all lanes, and then what is left, in fewer lanes of more threads. */
function* partsOf(round: readonly Proposed[], lanesFor: SearchParts['lanesFor']): Generator<Part> {
  for (let rest = round; rest.length > 0; ) {
    const lanes = lanesFor(rest.map(({ candidate }) => candidate))
    const count = Math.max(1, Math.floor(rest.length / lanes.count)) * lanes.count
    yield { trials: rest.slice(0, count), lanes }
    rest = rest.slice(count)
  }
}

/** Those not known yet. The first that fails ends the others. */
async function makeTrials({ trials, lanes }: Part, log: SearchLog, told: Telling): Promise<void> {
  const missing = trials.filter(({ at, values }) => log.scoreOf(at, values) === undefined)
  for (const { at, values } of trials) told.known(log.scoreOf(at, values))
  const queue = missing.values()
  const opened = Array.from({ length: Math.min(lanes.count, missing.length) }, () => lanes.open())
  const work = async (lane: Lane): Promise<void> => {
    for (const { at, values, candidate, name } of queue) {
      told.begins(name)
      const score = await lane.score(candidate)
      await log.keep(at, { values, score })
      told.ends(name, score)
    }
  }
  const working = opened.map(work)
  try {
    await Promise.all(working)
  } finally {
    await Promise.all(opened.map(lane => lane.close()))
    await Promise.allSettled(working)
  }
}

/** What people are told of trials under way. */
class Telling {
  readonly #note: SearchParts['note']
  readonly #underWay = new Set<string>()
  #best: number | undefined

  constructor(note: SearchParts['note']) {
    this.#note = note
  }

  known(score: number | undefined): void {
    if (score !== undefined) this.#best = Math.max(score, this.#best ?? score)
  }

  begins(name: string): void {
    this.#underWay.add(name)
    this.#tell()
  }

  ends(name: string, score: number): void {
    this.known(score)
    this.#underWay.delete(name)
    if (this.#underWay.size > 0) this.#tell()
  }

  #tell(): void {
    this.#note([...this.#underWay, ...(this.#best === undefined ? [] : [`best so far ${this.#best}`])].join(', '))
  }
}

function winnerOf(spaces: readonly SearchSpace[], all: readonly (readonly Trial[])[]): Winner {
  const ranked = spaces
    .flatMap((space, at) => all[at]!.map(trial => ({ space, trial })))
    .sort((one, other) => other.trial.score - one.trial.score)
  const { space, trial } = ranked[0]!
  return { ...candidateOf(space, trial.values), tuned: trial.values, score: trial.score }
}
