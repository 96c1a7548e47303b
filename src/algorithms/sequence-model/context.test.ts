import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '../../base/random.ts'
import { historiesOf } from '../algorithms.contract.ts'
import { timeGapCodeCount, timeGapCodes, timeGapColumn } from './context.ts'
import { fitSequenceModel } from './fit.ts'
import { sequenceModelDefaults } from './params.ts'
import { scoreCatalogue } from './score.ts'

test('time gaps: codes by powers of two, each history for itself, bounded', () => {
  // Gaps 0, 1 and 3 s: 2 + floor(log2(1 + gap)).
  assert.deepEqual([...timeGapCodes([10, 10, 11, 14])], [1, 2, 3, 4])
  assert.ok(timeGapCodes([0, 1e15])[1]! < timeGapCodeCount)
  const { codes, size } = timeGapColumn(Uint32Array.of(0, 2, 3), Float64Array.of(5, 6, 7))
  assert.deepEqual([...codes], [1, 3, 1])
  assert.equal(size, timeGapCodeCount)
})

test('context: decides the next item where the items do not, and a model asked without it hedges', async () => {
  // After item 0 comes 1 if its code is 1, and 2 if its code is 2.
  const random = seededRandom(3)
  const kinds = Array.from({ length: 300 }, () => 1 + random.below(2))
  const histories = historiesOf(
    kinds.map(kind => [0, kind]),
    3,
  )
  const codes = Uint32Array.from(kinds.flatMap(kind => [kind, 0]))
  const options = {
    ...sequenceModelDefaults,
    ...{ dimension: 16, hiddenWidth: 32, lengthMax: 4, learningRate: 1e-2, batchTokenCount: 100, epochCount: 20 },
    ...{ fullSoftmaxShare: 1, dropout: 0.1 },
  }
  const fit = { threadCount: 2, seed: 1, contexts: [{ size: 3, codes }] }
  const { params } = await fitSequenceModel(histories, options, fit)
  const scores = new Float32Array(3)
  for (const kind of [1, 2]) {
    scoreCatalogue(params, [0], scores, [[kind]])
    assert.ok(scores[kind]! > scores[3 - kind]! + 2, `${kind}: ${scores}`)
  }
  scoreCatalogue(params, [0], scores)
  assert.ok(Math.abs(scores[1]! - scores[2]!) < 1.5, String(scores))
  assert.ok(Math.min(scores[1]!, scores[2]!) > scores[0]! + 2, String(scores))
})
