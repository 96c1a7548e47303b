/** Trials side by side: who is under way with whom, what is kept, and that who is done first changes nothing. */

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import type { Candidate } from '../work.ts'
import { type Lane, runSearch, type SearchParts } from './run-search.ts'
import type { SearchSpace, SearchSpec } from './search-spec.ts'

const space = (name: string): SearchSpace => ({
  recipeArn: `arn:aws:personalize:::recipe/${name}`,
  fixed: {},
  dimensions: [{ name: 'share', kind: 'continuous', min: 0, max: 1 }],
  defaults: { share: '0' },
})

const spec = (more: Partial<SearchSpec> = {}): SearchSpec => ({
  spaces: [space('one')],
  trialCount: 10,
  parallelCountMax: 4,
  metric: 'ndcg',
  ...more,
})

const shareOf = ({ parameters }: Candidate): number => Number(parameters.algorithmHyperParameters?.share)
/** Best at .7. */
const scoreOf = (candidate: Candidate): number => 1 - Math.abs(shareOf(candidate) - 0.7)

interface Pending {
  readonly candidate: Candidate
  end(): void
  fail(error: Error): void
}

/** Lanes whose trials end when they are told to. */
class Yard {
  readonly pending: Pending[] = []
  /** Of each part: trials, lanes. */
  readonly parts: (readonly [number, number])[] = []
  openCount = 0
  begun = 0

  lanesFor(countMax: number): SearchParts['lanesFor'] {
    return candidates => {
      const count = Math.min(countMax, candidates.length)
      this.parts.push([candidates.length, count])
      return { count, open: () => this.#lane() }
    }
  }

  #lane(): Lane {
    this.openCount++
    const own = new Set<Pending>()
    return {
      score: candidate => {
        const { promise, resolve, reject } = Promise.withResolvers<number>()
        const trial = { candidate, end: () => resolve(scoreOf(candidate)), fail: reject }
        this.begun++
        this.pending.push(trial)
        own.add(trial)
        return promise
      },
      close: async () => {
        this.openCount--
        for (const trial of own) trial.fail(new Error('closed'))
      },
    }
  }

  /** Ends trials in an order drawn by the seed, until the search is over. */
  async endAll<Result>(search: Promise<Result>, seed: number): Promise<Result> {
    const random = seededRandom(seed)
    let isOver = false
    const over = search.finally(() => {
      isOver = true
    })
    over.catch(() => undefined)
    while (!isOver) {
      if (this.pending.length > 0) this.pending.splice(random.below(this.pending.length), 1)[0]!.end()
      await new Promise(setImmediate)
    }
    return over
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise(setImmediate)
  }
}

let directory = ''
let logCount = 0

describe('a search', () => {
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-search-'))
  })
  afterEach(() => rm(directory, { recursive: true }))

  const parts = (yard: Yard, countMax: number, more: Partial<SearchParts> = {}): SearchParts => ({
    spec: spec(),
    seed: 3,
    logPath: join(directory, `${++logCount}.json`),
    subject: 'data',
    lanesFor: yard.lanesFor(countMax),
    note: () => {},
    ...more,
  })

  const keptIn = async (path: string): Promise<readonly { values: object; score: number }[]> =>
    JSON.parse(await readFile(path, 'utf8')).trials

  test('fills its lanes, then does what is left of a round in fewer, then begins the next round', async () => {
    const yard = new Yard()
    await yard.endAll(runSearch(parts(yard, 4)), 1)
    assert.deepEqual(yard.parts, [
      [7, 4],
      [3, 3],
      [3, 3],
    ])
    assert.deepEqual([yard.begun, yard.openCount], [10, 0])
  })

  test('never has more under way than there are lanes, and takes the next as soon as one ends', async () => {
    const yard = new Yard()
    const search = runSearch(parts(yard, 2, { spec: spec({ trialCount: 6 }) }))
    await yard.until(() => yard.pending.length === 2)
    assert.equal(yard.openCount, 2)
    yard.pending.splice(1, 1)[0]!.end()
    await yard.until(() => yard.begun === 3)
    assert.equal(yard.pending.length, 2)
    await yard.endAll(search, 1)
  })

  test('finds the same whoever is done first, and on however many lanes', async () => {
    const found = []
    for (const [countMax, seed] of [
      [1, 1],
      [2, 2],
      [4, 3],
    ] as const) {
      const yard = new Yard()
      const given = parts(yard, countMax, { spec: spec({ trialCount: 5, spaces: [space('one'), space('two')] }) })
      const winner = await yard.endAll(runSearch(given), seed)
      const tried = (await keptIn(given.logPath)).map(trial => JSON.stringify(trial)).sort()
      found.push({ winner, tried })
    }
    for (const one of found) assert.deepEqual(one, found[0])
    assert.equal(found[0]!.tried.length, 10)
    assert.equal(found[0]!.winner.recipeArn, space('one').recipeArn, 'of equal ones the earlier')
  })

  test('keeps each trial as it ends; taken up again it repeats none and finds the same', async () => {
    const whole = new Yard()
    const winner = await whole.endAll(runSearch(parts(whole, 3)), 1)
    const yard = new Yard()
    const given = parts(yard, 3)
    const broken = runSearch(given)
    await yard.until(() => yard.begun === 3)
    yard.pending[2]!.end()
    await yard.until(() => yard.begun === 4)
    yard.pending[0]!.end()
    await yard.until(() => yard.begun === 5)
    assert.equal((await keptIn(given.logPath)).length, 2)
    yard.pending[4]!.fail(new Error('died'))
    await assert.rejects(broken, /died/)
    const again = new Yard()
    assert.deepEqual(await again.endAll(runSearch({ ...given, lanesFor: again.lanesFor(3) }), 2), winner)
    assert.equal(again.begun, 8)
    assert.deepEqual(again.parts, whole.parts, 'the rest of a round has the means that the whole had')
    const known = new Yard()
    assert.deepEqual(await known.endAll(runSearch({ ...given, lanesFor: known.lanesFor(3) }), 2), winner)
    assert.equal(known.begun, 0)
  })

  test('other data, or another request, begin anew', async () => {
    const yard = new Yard()
    const given = parts(yard, 4, { spec: spec({ trialCount: 2 }) })
    await yard.endAll(runSearch(given), 1)
    for (const other of [{ subject: 'other' }, { seed: 4 }, { spec: spec({ trialCount: 2, parallelCountMax: 3 }) }]) {
      const again = new Yard()
      await again.endAll(runSearch({ ...given, ...other, lanesFor: again.lanesFor(4) }), 1)
      assert.equal(again.begun, 2)
    }
  })

  test('a trial that fails ends the others and is the error of the search', async () => {
    const yard = new Yard()
    const search = runSearch(parts(yard, 4))
    await yard.until(() => yard.pending.length === 4)
    yard.pending[2]!.fail(new RangeError('no room'))
    await assert.rejects(search, { name: 'RangeError', message: 'no room' })
    assert.deepEqual([yard.openCount, yard.begun], [0, 4])
  })

  test('tells which trials are under way, and the best so far', async () => {
    const yard = new Yard()
    const notes: string[] = []
    const given = parts(yard, 2, { spec: spec({ trialCount: 3 }), note: note => notes.push(note) })
    const search = runSearch(given)
    await yard.until(() => yard.pending.length === 2)
    yard.pending.shift()!.end()
    await yard.until(() => notes.length === 3)
    assert.deepEqual(notes, [
      'trial 1 of 3 of one',
      'trial 1 of 3 of one, trial 2 of 3 of one',
      'trial 2 of 3 of one, best so far 0.30000000000000004',
    ])
    await yard.endAll(search, 1)
    assert.match(notes.at(-1)!, /^trial 3 of 3 of one, best so far 0\.\d+$/)
  })
})
