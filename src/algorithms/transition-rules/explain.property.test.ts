import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ringHistories } from '../algorithms.contract.ts'
import { explainRules } from './explain.ts'
import { fitTransitionRules } from './fit.ts'
import { scoreCatalogue } from './score.ts'

const params = fitTransitionRules(ringHistories(300, 5), {
  ...{ followerWindow: 3, followerDecay: 0.5, historyWindow: 4, historyDecay: 0.7 },
  ...{ priorWeight: 0.1, priorHalfLifeShare: undefined, followerCountMax: 50 },
})

test('amounts of transition rules add up to the score', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(11), { maxLength: 8 }), fc.nat(11), (history, item) => {
      const scores = new Float32Array(12)
      scoreCatalogue(params, history, scores)
      const { score, events, start, repeat } = explainRules(params, history, item)
      const total = events.reduce((sum, amount) => sum + amount, start + repeat)
      assert.ok(Math.abs(score - scores[item]!) < 1e-6, `${score} is not ${scores[item]}`)
      assert.ok(Math.abs(total - score) < 1e-12)
    }),
  )
})

test('what is followed carries what follows', () => {
  const { events } = explainRules(params, [8, 2, 5], 3)
  assert.equal(events.indexOf(Math.max(...events)), 1)
})
