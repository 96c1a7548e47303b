/** Every bench runs at toy size and ends well, so that none rots between the days somebody needs its numbers. */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { repositoryRoot } from '../fixtures/server/server-process.ts'

const execute = promisify(execFile)
const dataSets = join(process.env.ATTUNE_SHARED ?? join(repositoryRoot, '..', 'shared'), 'data')

interface ToyBench {
  /** Folder of `bench/`; its `main.ts` is run. */
  readonly folder: string
  readonly toy: readonly string[]
  /** Must occur in what it prints. */
  readonly prints: RegExp
  readonly needsDataSets?: true
}

const benches: readonly ToyBench[] = [
  { folder: 'answer', toy: ['--toy'], prints: /checksum/i },
  { folder: 'events', toy: ['--toy'], prints: /events\/s/ },
  { folder: 'filters', toy: ['--toy'], prints: /checksum/i },
  { folder: 'imports', toy: ['--rows', '20000'], prints: /rows\/s/ },
  { folder: 'kernels', toy: ['--toy'], prints: /GFLOP\/s/ },
  { folder: 'journey', toy: ['--toy'], prints: /./ },
  {
    folder: 'learning-curve',
    toy: ['aws-popularity-count', '--toy', '--data', dataSets, '--set', 'ml-100k'],
    prints: /users learned from/,
    needsDataSets: true,
  },
  { folder: 'mixed', toy: ['--toy'], prints: /no error, no lost event/ },
  { folder: 'peers', toy: ['--toy'], prints: /positions\/s/ },
  {
    folder: 'quality',
    toy: ['ml-100k-last', '--data', dataSets, '--draws', '1', '--queries', '20', '--recipe', 'aws-popularity-count'],
    prints: /NDCG@25 as recorded/,
    needsDataSets: true,
  },
  { folder: 'scale', toy: ['--toy', '--flag=--sequence-minutes=0'], prints: /training, child MB/ },
  {
    folder: 'sequence-model',
    toy: ['--toy', '--data', dataSets, '--set', 'ml-100k', '--cases', '50'],
    prints: /NDCG@10/,
    needsDataSets: true,
  },
  { folder: 'server', toy: ['--toy'], prints: /GetRecommendations/ },
  { folder: 'start', toy: ['--toy'], prints: /attune serve/ },
  { folder: 'storage', toy: ['--transactions', '50'], prints: /./ },
  { folder: 'why', toy: ['--toy'], prints: /keeping one/ },
]

test('every bench has a toy run here', () => {
  const folders = readdirSync(join(repositoryRoot, 'bench'), { withFileTypes: true })
    .filter(entry => entry.isDirectory() && existsSync(join(repositoryRoot, 'bench', entry.name, 'main.ts')))
    .map(entry => entry.name)
  assert.deepEqual(folders.sort(), benches.map(({ folder }) => folder).sort())
})

// Nobody reads the figures: two at a time.
describe('benches at toy size', { concurrency: 2 }, () => {
  for (const { folder, toy, prints, needsDataSets } of benches) {
    const skip = needsDataSets && !existsSync(dataSets) ? `no data sets in ${dataSets}` : false
    test(`bench/${folder}`, { skip }, async () => {
      const { stdout } = await execute(process.execPath, [`bench/${folder}/main.ts`, ...toy], {
        cwd: repositoryRoot,
        timeout: 300_000,
      })
      assert.match(stdout, prints)
    })
  }
})
