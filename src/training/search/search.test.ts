/** Whole searches over a ring of items, with real fits: here, and in threads of their own. */

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ringHistories } from '../../../test/fixtures/data/model-files.ts'
import { inSharedMemory } from '../../base/shared-arrays.ts'
import { recipeArn } from '../../recipes/recipe.ts'
import type { TrainingMeans } from '../trainers/trainer.ts'
import type { Data } from '../work.ts'
import { openTrialThread } from './open-trial-thread.ts'
import { search } from './search.ts'
import { searchSpecOf } from './search-spec.ts'

const personal = recipeArn('aws-user-personalization')

let directory = ''
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-searches-'))
})
after(() => rm(directory, { recursive: true }))

const data = (userCount: number, means: Partial<TrainingMeans> = {}): Data => ({
  snapshot: { histories: ringHistories({ userCount, length: 12, itemCount: 40 }), catalogueItemCount: 40 },
  spec: { seed: 1, means: { threadCount: 2, memoryMb: 1024, sequenceMinutes: 0, ...means } },
})

async function searched(name: string, given: Data, hpoResourceConfig: Readonly<Record<string, string>>) {
  const logPath = join(directory, `${name}.json`)
  const notes: string[] = []
  const spec = searchSpecOf({
    recipeArn: personal,
    performHPO: true,
    solutionConfig: { hpoConfig: { hpoResourceConfig } },
  })
  const told = { subject: 'ring', note: (note: string) => notes.push(note) }
  const winner = await search({ ...spec!, logPath }, given, told)
  const kept: readonly object[] = JSON.parse(await readFile(logPath, 'utf8')).trials
  const trials = kept.map(trial => JSON.stringify(trial)).sort()
  return { winner, trials, together: Math.max(...notes.map(note => note.split('trial ').length - 1)) }
}

const three = { maxNumberOfTrainingJobs: '3', maxParallelTrainingJobs: '2' }

test('trials side by side find what they find one after the other', async () => {
  const beside = await searched('beside', data(1000), three)
  const alone = await searched('alone', data(1000, { threadCount: 1 }), three)
  assert.deepEqual([beside.together, alone.together], [2, 1])
  assert.equal(beside.trials.length, 3)
  assert.deepEqual([beside.trials, beside.winner], [alone.trials, alone.winner])
})

test('one at a time: by request, on data that are tried at once, or where memory holds no more', async () => {
  const togetherOf = async (name: string, given: Data, parallel = '2') =>
    (await searched(name, given, { maxNumberOfTrainingJobs: '2', maxParallelTrainingJobs: parallel })).together
  assert.equal(await togetherOf('request', data(1000), '1'), 1)
  assert.equal(await togetherOf('few', data(100)), 1)
  assert.equal(await togetherOf('memory', data(1000, { memoryMb: 1 })), 1)
})

test('what goes wrong in a thread is told as it would be here, and a thread that is closed tries no more', async () => {
  const { snapshot, spec } = data(1000)
  const subject = inSharedMemory({ snapshot, spec, metric: 'coverage' })
  const thread = openTrialThread({ subject, means: spec.means })
  await assert.rejects(thread.score({ recipeArn: 'none', parameters: {} }), /none has no trainer/)
  assert.equal(await thread.score({ recipeArn: recipeArn('aws-popularity-count'), parameters: {} }), 0.625)
  const underWay = assert.rejects(thread.score({ recipeArn: personal, parameters: {} }), /thread of a trial ended/)
  await thread.close()
  await underWay
})
