/** The refit of the sequence model: on from where the first ended, or as long again where that is not at hand. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ringHistories } from '../../../algorithms/algorithms.contract.ts'
import { holdOut } from '../../../algorithms/blend/choosing/hold-out.ts'
import type { Part } from '../../../algorithms/blend/params.ts'
import { sequenceModelDefaults } from '../../../algorithms/sequence-model/params.ts'
import type { FitContext } from '../trainer.ts'
import { findSequence, fitSequenceAgain } from './fit-sequence.ts'

const options = {
  ...sequenceModelDefaults,
  ...{ dimension: 16, hiddenWidth: 32, lengthMax: 8, learningRate: 1e-2, batchTokenCount: 400, epochCount: 12 },
}

/** `epochs` counts what was told of. */
function contextWith(start?: FitContext['start']): FitContext & { readonly told: string[] } {
  const told: string[] = []
  const means = { threadCount: 1, memoryMb: 512, sequenceMinutes: 1 }
  return { seed: 1, means, note: what => told.push(what), told, ...(start && { start }) }
}

function paramsOf(part: Part) {
  assert.ok(part.shape === 'sequence')
  return part.params
}

test('with the first model at hand the refit is a tenth of its epochs, and the same each time', async () => {
  const histories = ringHistories(200, 1)
  const { kept, cases } = holdOut(histories, { isOrdered: true, caseCountMax: 50, seed: 1 })
  const { part, steps, curve } = await findSequence(kept, cases, false, { options, goesOn: true }, contextWith())
  assert.equal(steps.epochCount, 12)
  const anew = contextWith()
  await fitSequenceAgain(histories, { steps }, options, anew)
  const context = contextWith({ params: paramsOf(part) })
  const [one, two] = [
    paramsOf(await fitSequenceAgain(histories, { steps }, options, context)),
    paramsOf(await fitSequenceAgain(histories, { steps }, options, contextWith({ params: paramsOf(part) }))),
  ]
  assert.equal(context.told.length, 2)
  const planned = contextWith({ params: paramsOf(part) })
  await fitSequenceAgain(histories, { steps: { ...steps, goesOn: false } }, options, planned)
  assert.equal(planned.told.length, anew.told.length, 'there is time for a training of its own')
  assert.ok(anew.told.length > 2 && curve.length > 2)
  assert.deepEqual(one.weights, two.weights)
  assert.notDeepEqual(one.weights, paramsOf(part).weights)
})

test('an update of a model with GELU, as earlier releases made them, goes on with it', async () => {
  const histories = ringHistories(100, 1)
  const { kept, cases } = holdOut(histories, { isOrdered: true, caseCountMax: 50, seed: 1 })
  const earlier = { ...options, activation: 'gelu', hiddenWidth: 64, epochCount: 4 } as const
  const { part, steps } = await findSequence(kept, cases, false, { options: earlier, goesOn: false }, contextWith())
  const { activation: _, ...shape } = paramsOf(part).shape
  const formerItems = Int32Array.from({ length: histories.itemCount }, (_, item) => item)
  const context = contextWith({ params: { ...paramsOf(part), shape }, formerItems })
  const updated = paramsOf(await fitSequenceAgain(histories, { steps }, options, context))
  assert.deepEqual([updated.shape.activation, updated.shape.hiddenWidth], ['gelu', 64])
  assert.equal(context.told.length, 2, 'a tenth of the epochs')
})

test('a model of another shape is not gone on from', async () => {
  const histories = ringHistories(100, 1)
  const { kept, cases } = holdOut(histories, { isOrdered: true, caseCountMax: 50, seed: 1 })
  const { part, steps } = await findSequence(
    kept,
    cases,
    false,
    { options: { ...options, epochCount: 4 }, goesOn: true },
    contextWith(),
  )
  const wider = { ...options, dimension: 32 }
  const refit = await fitSequenceAgain(histories, { steps }, wider, contextWith({ params: paramsOf(part) }))
  assert.equal(paramsOf(refit).shape.dimension, 32)
})
