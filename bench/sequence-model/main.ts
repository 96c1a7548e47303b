/**
 * The sequence model alone, leave-one-out: its learning curve, its accuracy and its time.
 *
 *     node bench/sequence-model/main.ts [--data DIR] [--set ml-1m] [--options JSON] [--users N] [--threads 2] [--seed 1] [--toy] [--save]
 */

import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { fitSequenceModel } from '../../src/algorithms/sequence-model/fit.ts'
import { type SequenceModelOptions, sequenceModelDefaults } from '../../src/algorithms/sequence-model/params.ts'
import { useWideVectors } from '../../src/training/wide-vectors.ts'
import { curvePicture } from '../report/curve-picture.ts'
import { print, save } from '../report/results.ts'
import { leaveOneOut } from './leave-one-out.ts'
import { testMetrics } from './test-metrics.ts'

const { values: args } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.ATTUNE_DATA_SETS ?? '../shared/data' },
    set: { type: 'string', default: 'ml-1m' },
    options: { type: 'string', default: '{}' },
    users: { type: 'string', default: 'Infinity' },
    cases: { type: 'string', default: '2000' },
    threads: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

// Before any kernel is opened, as each training does.
const isWide = useWideVectors()
const overrides: Partial<SequenceModelOptions> = JSON.parse(args.options)
const options = { ...sequenceModelDefaults, ...(args.toy && { epochCount: 1 }), ...overrides }
const { training, validation, sequences } = leaveOneOut(
  `${args.data}/${args.set}/interactions.csv.gz`,
  Number(args.cases),
  args.toy ? 200 : Number(args.users),
)

const started = performance.now()
let epochStarted = started
const { params, curve, steps } = await fitSequenceModel(training, options, {
  ...{ threadCount: Number(args.threads), seed: Number(args.seed), validation },
  onProgress: ({ epoch, loss, validation: found }) => {
    const seconds = ((performance.now() - epochStarted) / 1000).toFixed(1)
    console.log(`epoch ${epoch}: loss ${loss.toFixed(4)}, NDCG@10 ${found?.toFixed(4)}, ${seconds} s`)
    epochStarted = performance.now()
  },
})
const seconds = (performance.now() - started) / 1000
const { ndcg, ndcgStandardError, hitRate, scoringMs } = testMetrics(params, sequences)

const results = {
  name: 'sequence-model',
  settings: {
    set: args.set,
    threads: args.threads,
    seed: args.seed,
    epochs: curve.length,
    vectors: isWide ? 'wide' : 'narrow',
    options: args.options,
  },
  tables: [
    {
      title: `Leave-one-out on ${args.set}, full ranking, items of the history left out`,
      columns: ['users', 'items', 'NDCG@10', '±', 'HR@10', 'epochs', 'best after steps', 'training s', 'answer ms'],
      rows: [
        [
          ...[sequences.length, training.itemCount, ndcg.toFixed(4), ndcgStandardError.toFixed(4), hitRate.toFixed(4)],
          ...[curve.length, steps.takenCount, Math.round(seconds), scoringMs.toFixed(2)],
        ],
      ],
    },
    {
      title: 'Learning curve',
      columns: ['epoch', 'loss', 'NDCG@10 on validation'],
      rows: curve.map(point => [point.epoch, point.loss.toFixed(4), point.validation?.toFixed(4) ?? '–']),
    },
  ],
  notes: ['± is one standard error over the users. Seconds include the validation after each epoch.'],
}
print(results)
if (args.save) {
  await save(results)
  const picture = fileURLToPath(new URL('../../docs/internals/sequence-model-curve.svg', import.meta.url))
  await writeFile(
    picture,
    curvePicture({
      title: `The sequence model learns ${args.set}`,
      steps: 'epoch',
      ends: ['1', String(curve.length)],
      lines: [
        { name: 'loss', values: curve.map(({ loss }) => loss) },
        { name: 'NDCG@10', values: curve.map(({ validation: found = 0 }) => found) },
      ],
      sharesScale: false,
    }),
  )
}
