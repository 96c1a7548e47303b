import assert from 'node:assert/strict'
import { test } from 'node:test'
import { algorithmContract, historiesOf, ringHistories } from '../algorithms.contract.ts'
import { orderByWeight } from '../popularity/fit.ts'
import { fitSequenceModel, type SequenceFit } from './fit.ts'
import {
  type CurvePoint,
  type SequenceModelOptions,
  type SequenceModelParams,
  sequenceModelDefaults,
} from './params.ts'
import { scoreCatalogue } from './score.ts'
import type { ValidationSlice } from './validation.ts'

/** Small enough for a second, large enough to learn a ring of twelve items. */
const small: SequenceModelOptions = {
  ...sequenceModelDefaults,
  ...{ dimension: 16, headCount: 2, hiddenWidth: 32, lengthMax: 8, learningRate: 1e-2, batchTokenCount: 400 },
  ...{ epochCount: 12, dropout: 0.1, fullSoftmaxShare: 1, negativeCount: 32 },
}
const fitOnTwo = (histories: Parameters<typeof fitSequenceModel>[0], fit: Partial<SequenceFit> = {}, options = small) =>
  fitSequenceModel(histories, options, { threadCount: 2, seed: 1, deterministic: true, ...fit })

const scoresOf = (params: SequenceModelParams, history: ArrayLike<number>): Float32Array<ArrayBuffer> => {
  const scores = new Float32Array(params.shape.itemCount)
  scoreCatalogue(params, history, scores)
  return scores
}

for (const [softmax, options] of [
  ['full softmax', small],
  ['sampled softmax', { ...small, fullSoftmaxItemCountMax: 0 }],
] as const)
  algorithmContract<SequenceModelParams>({
    name: `sequence model, ${softmax}`,
    fit: async histories => (await fitOnTwo(histories, {}, options)).params,
    recommend: (params, history, count) => orderByWeight(scoresOf(params, history)).subarray(0, count),
    learnsSuccessors: true,
  })

/** Each ring walk without its last item, and that item. */
function sliceOf(seed: number): ValidationSlice {
  const { offsets, items, userCount } = ringHistories(60, seed)
  const rows = Array.from({ length: userCount }, (_, user) => [...items.subarray(offsets[user], offsets[user + 1])])
  const { offsets: starts, items: shown } = historiesOf(
    rows.map(row => row.slice(0, -1)),
    12,
  )
  return { offsets: starts, items: shown, targets: Uint32Array.from(rows, row => row.at(-1)!), leavesOutSeen: false }
}

test('sequence model: loss falls, validation rises, and progress tells each epoch', async () => {
  const told: CurvePoint[] = []
  const { curve } = await fitOnTwo(ringHistories(200, 1), { validation: sliceOf(9), onProgress: p => told.push(p) })
  assert.deepEqual(told, curve)
  assert.ok(curve.at(-1)!.loss < curve[0]!.loss - 0.3, JSON.stringify(curve))
  // Of twelve items in a ring, with a tenth of noise, the successor is first most of the time.
  assert.ok(curve.at(-1)!.validation! > 0.8, JSON.stringify(curve))
})

test('sequence model: ends when validation stops gaining and keeps the best state', async () => {
  const options = { ...small, epochCount: 400, patienceShare: 0, batchTokenCount: 2000 }
  const { curve, steps } = await fitOnTwo(ringHistories(200, 1), { validation: sliceOf(9) }, options)
  const best = curve.reduce((high, point) => (point.validation! > high.validation! ? point : high))
  assert.ok(curve.length < options.epochCount)
  assert.equal(curve.length, best.epoch + 3)
  assert.equal(steps.takenCount, best.stepCount)
  assert.ok(steps.plannedCount > steps.takenCount)
})

test('sequence model: a refit takes the steps that were found, and then equals the state that was kept', async () => {
  const data = ringHistories(200, 1)
  const found = await fitOnTwo(data, { validation: sliceOf(9) })
  const again = await fitOnTwo(data, { steps: found.steps })
  assert.deepEqual(again.params, found.params)
  assert.deepEqual(again.steps, found.steps)
})

test('sequence model: a refit on data without any next item ends at once', async () => {
  const { curve, steps } = await fitOnTwo(historiesOf([[0], [1]], 2), { steps: { plannedCount: 9, takenCount: 5 } })
  assert.deepEqual(curve, [])
  assert.equal(steps.takenCount, 5)
})

test('sequence model: interactions of no weight are never the aim', async () => {
  const rows = Array.from({ length: 200 }, (_, user) => (user % 2 === 0 ? [0, 1] : [0, 2]))
  const data = historiesOf(rows, 3)
  const weights = Float32Array.from(data.items, item => (item === 2 ? 0 : 1))
  const { params } = await fitOnTwo({ ...data, weights })
  const scores = scoresOf(params, [0])
  assert.ok(scores[1]! > scores[2]! + 1, String(scores))
})

test('sequence model: an abort ends the training with its reason', async () => {
  const abort = new AbortController()
  const fit = fitOnTwo(ringHistories(200, 1), {
    signal: abort.signal,
    onProgress: () => abort.abort(new Error('enough')),
  })
  await assert.rejects(fit, /enough/)
})
