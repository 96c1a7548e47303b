/**
 * Aim: kill -9 while trials of a search are under way side by side repeats none that had ended, and changes nothing of what
 * is found. Method: a training child is armed with the point at which a trial is kept, dies there, and the training is
 * begun again; beside it one that nobody killed.
 */

import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runInChild } from '../../src/jobs/child.ts'
import { recipeArn } from '../../src/recipes/recipe.ts'
import type { Trial } from '../../src/training/search/propose.ts'
import { searchSpecOf } from '../../src/training/search/search-spec.ts'
import type { TrainingResult, TrainingSpec } from '../../src/training/train.ts'
import { writeRingSegment } from '../fixtures/data/ring-segment.ts'

const module = new URL('../../src/training/training-child.ts', import.meta.url)
const personal = recipeArn('aws-user-personalization')

let directory = ''
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-killed-search-'))
  await writeRingSegment(join(directory, 'ring.parquet'), { userCount: 1000, length: 12 })
})
after(() => rm(directory, { recursive: true }))

const hpoResourceConfig = { maxNumberOfTrainingJobs: '3', maxParallelTrainingJobs: '2' }
const search = searchSpecOf({
  recipeArn: personal,
  performHPO: true,
  solutionConfig: { hpoConfig: { hpoResourceConfig } },
})

const specFor = (name: string): TrainingSpec => ({
  recipeArn: personal,
  parameters: {},
  search: { ...search!, logPath: join(directory, `${name}.json`) },
  snapshot: {
    interactionFiles: [join(directory, 'ring.parquet')],
    itemFiles: [],
    eventRules: [],
    temporaryDirectory: join(directory, `${name}-spill`),
    memoryMb: 128,
  },
  minimums: { interactions: 1000, users: 25, choosesEventTypes: false },
  isMeasured: true,
  seed: 1,
  means: { threadCount: 2, memoryMb: 1024, sequenceMinutes: 0 },
  artifactPath: join(directory, `${name}.artifact`),
  temporaryPath: join(directory, `${name}.partial`),
})

async function trained(spec: TrainingSpec) {
  const notes: string[] = []
  const result = await runInChild<TrainingSpec, TrainingResult>({
    module,
    spec,
    signal: new AbortController().signal,
    priority: 'normal',
    onProgress: ({ note = '' }) => notes.push(note),
    log: { debug: () => undefined },
  })
  return { result, begun: new Set(notes.join().match(/trial \d/g)) }
}

async function killedAtFirstTrial(spec: TrainingSpec): Promise<unknown> {
  const env = { ...process.env, ATTUNE_CRASH_AT: 'search.trial-kept' }
  const child = fork(module, { env, serialization: 'advanced', execArgv: [] })
  child.send({ type: 'run', spec })
  const [, signal] = await once(child, 'exit')
  return signal
}

const keptBy = async ({ search }: TrainingSpec): Promise<readonly Trial[]> =>
  JSON.parse(await readFile(search!.logPath, 'utf8')).trials

test('kill -9 at search.trial-kept: the other trials are made, and the same is found', async () => {
  const [spec, unharmed] = [specFor('killed'), specFor('unharmed')]
  const whole = await trained(unharmed)
  assert.deepEqual([...whole.begun].sort(), ['trial 1', 'trial 2', 'trial 3'])
  assert.equal(await killedAtFirstTrial(spec), 'SIGKILL')
  const kept = await keptBy(spec)
  assert.equal(kept.length, 1)
  const isDefaults = kept[0]!.values.bptt === search!.spaces[0]!.defaults.bptt
  const again = await trained(spec)
  assert.deepEqual([...again.begun].sort(), [isDefaults ? 'trial 2' : 'trial 1', 'trial 3'])
  assert.equal((await keptBy(spec)).length, 3)
  assert.deepEqual(again.result, whole.result)
})
