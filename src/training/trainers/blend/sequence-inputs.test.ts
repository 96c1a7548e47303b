/** Worlds in which something beside the item decides what comes next: it is found, kept through the refit, and asked with. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historiesOf } from '../../../algorithms/algorithms.contract.ts'
import { holdOut } from '../../../algorithms/blend/choosing/hold-out.ts'
import type { Part } from '../../../algorithms/blend/params.ts'
import type { EventFacts } from '../../../algorithms/event-facts.ts'
import type { Histories } from '../../../algorithms/histories.ts'
import { timeGapCodes } from '../../../algorithms/sequence-model/context.ts'
import { inputKey } from '../../../algorithms/sequence-model/input-columns.ts'
import { sequenceModelDefaults } from '../../../algorithms/sequence-model/params.ts'
import { scoreCatalogue } from '../../../algorithms/sequence-model/score.ts'
import { featureKey, type Situations } from '../../../algorithms/situations.ts'
import { seededRandom } from '../../../base/random.ts'
import { expSum } from '../../../kernels/exp-sum.ts'
import { findSequence, fitSequenceAgain } from './fit-sequence.ts'
import { codesAt, inputsOf } from './sequence-inputs.ts'

const options = {
  ...sequenceModelDefaults,
  ...{ dimension: 16, hiddenWidth: 32, lengthMax: 12, learningRate: 1e-2, batchTokenCount: 200, epochCount: 30 },
  ...{ fullSoftmaxShare: 1, dropout: 0.1 },
}

const [userCount, length, itemCount] = [240, 12, 16]
const [minute, week] = [60, 7 * 86_400]

/** What stands at a place: its own draw decides the next item, or itself what it is, as `aheadBy` says. */
interface World {
  readonly histories: Histories
  /** 0 or 1, by place. */
  readonly draws: Uint8Array
}

function world(aheadBy: 0 | 1): World {
  const random = seededRandom(6)
  const draws = Uint8Array.from({ length: userCount * length }, () => random.below(2))
  const rows = Array.from({ length: userCount }, (_, user) => {
    const row = [random.below(itemCount)]
    for (let at = 1; at < length; at++) {
      const decided = draws[user * length + at - 1 + aheadBy]!
      row.push(random.next() < 0.1 ? random.below(itemCount) : (row.at(-1)! + (decided === 1 ? 9 : 2)) % itemCount)
    }
    return row
  })
  const plain = historiesOf(rows, itemCount)
  const times = plain.times.map((_, at) => 1e9 + at * 1000 + random.below(500))
  const users = Uint32Array.from({ length: userCount }, (_, user) => user)
  const origin = { users, starts: plain.offsets.subarray(0, userCount) }
  return { histories: { ...plain, times, origin }, draws }
}

const typesBy = (codeAt: (place: number) => number): EventFacts['types'] => ({
  values: ['buy', 'view'],
  codes: Uint32Array.from({ length: userCount * length }, (_, place) => codeAt(place)),
})

function devicesBy(codeAt: (place: number) => number): Situations {
  const keys = ['phone', 'tv'].map(value => featureKey(0, value))
  return {
    columns: [{ name: 'DEVICE', source: 'context', kind: 'category', borders: [], firstFeature: 0 }],
    names: { bytes: Uint8Array.from(Buffer.from(keys.join(''))), offsets: Uint32Array.of(0, 9, 9 + keys[1]!.length) },
    contexts: [Uint32Array.from({ length: userCount * length }, (_, place) => codeAt(place))],
  }
}

const byLot = (seed: number): (() => number) => {
  const random = seededRandom(seed)
  return () => 1 + random.below(2)
}

function contextOf(events: EventFacts | undefined, situations?: Situations) {
  const means = { threadCount: 1, memoryMb: 512, sequenceMinutes: 1 }
  return { seed: 1, means, note: () => {}, ...(events && { events }), ...(situations && { situations }) }
}

async function found(histories: Histories, context: ReturnType<typeof contextOf>) {
  const { kept, cases } = holdOut(histories, { isOrdered: true, caseCountMax: 200, seed: 1 })
  return { ...(await findSequence(kept, cases, false, { options, goesOn: true }, context)), cases }
}

function paramsOf(part: Part) {
  assert.ok(part.shape === 'sequence')
  return part.params
}

/** Of the held-out cases, how many the model has first when it is asked with what is known. */
function hitShare(
  part: Part,
  context: ReturnType<typeof contextOf>,
  cases: Awaited<ReturnType<typeof found>>['cases'],
) {
  const params = paramsOf(part)
  const keys = (params.inputs ?? []).map(inputKey)
  const inputs = inputsOf(context, key => keys.includes(key))
  const scores = new Float32Array(itemCount)
  const hits = cases.filter(({ history, target, place }) => {
    scoreCatalogue(params, history, scores, inputs && codesAt(inputs, place))
    return scores[target] === Math.max(...scores)
  })
  return hits.length / cases.length
}

/** The logarithm of what the model gives what came. */
function meanLikelihood(part: Part, cases: Awaited<ReturnType<typeof found>>['cases']): number {
  const params = paramsOf(part)
  const scores = new Float32Array(params.shape.itemCount)
  const sum = cases.reduce((total, { history, target }) => {
    scoreCatalogue(params, history, scores)
    const highest = Math.max(...scores)
    return total + scores[target]! - highest - Math.log(expSum(scores, highest))
  }, 0)
  return sum / cases.length
}

const decided = world(0)
const ahead = world(1)

/** A gap before an interaction goes with its draw. */
const gapped: Histories = (() => {
  const times = decided.histories.times.slice()
  for (let at = 0; at < times.length; at++)
    times[at] = at % length === 0 ? 1e9 : times[at - 1]! + (decided.draws[at] === 1 ? week : minute)
  return { ...decided.histories, times }
})()

for (const [what, { histories, context, key }] of Object.entries({
  'an event type decides the next item': {
    histories: decided.histories,
    context: contextOf(
      {
        times: decided.histories.times,
        types: typesBy(place => 1 + decided.draws[place]!)!,
      },
      devicesBy(byLot(3)),
    ),
    key: 'event-type:EVENT_TYPE',
  },
  'the time since the one before decides the next item': {
    histories: gapped,
    context: contextOf({ times: gapped.times, types: typesBy(byLot(4))! }),
    key: 'gap:TIMESTAMP',
  },
  'the context of now decides the next item': {
    histories: ahead.histories,
    context: contextOf(
      { times: ahead.histories.times, types: typesBy(byLot(5))! },
      devicesBy(place => 1 + ahead.draws[place]!),
    ),
    key: 'context:DEVICE',
  },
}))
  test(what, async () => {
    const { part, steps, inputs, cases } = await found(histories, context)
    assert.deepEqual(
      inputs?.inputs.map(({ column }) => inputKey(column)),
      [key],
    )
    const blind = await found(histories, contextOf(undefined))
    const [share, without] = [hitShare(part, context, cases), hitShare(blind.part, contextOf(undefined), cases)]
    assert.ok(share > without + 0.2, `${share} and ${without} without`)
    const again = await fitSequenceAgain(histories, { steps, inputs: [key] }, options, {
      ...context,
      start: { params: paramsOf(part) },
    })
    assert.deepEqual(paramsOf(again).inputs, paramsOf(part).inputs)
    assert.ok(hitShare(again, context, cases) > without + 0.2)
  })

test('an update goes on with the vectors of types that are still there, under their new codes', async () => {
  const { histories, draws } = decided
  const then = contextOf({ times: histories.times, types: typesBy(place => 1 + draws[place]!)! })
  const { part, steps, cases } = await found(histories, then)
  const codes = Uint32Array.from({ length: userCount * length }, (_, place) => 1 + 2 * draws[place]!)
  const now = contextOf({ times: histories.times, types: { values: ['buy', 'share', 'view'], codes } })
  const formerItems = Int32Array.from({ length: itemCount }, (_, item) => item)
  const again = await fitSequenceAgain(histories, { steps, inputs: ['event-type:EVENT_TYPE'] }, options, {
    ...now,
    start: { params: paramsOf(part), formerItems },
  })
  assert.deepEqual(paramsOf(again).inputs?.[0]?.values, ['buy', 'share', 'view'])
  const [former, share] = [hitShare(part, then, cases), hitShare(again, now, cases)]
  assert.ok(share > former - 0.05, `${share} after ${former}`)
})

test('what tells nothing is left out, and the model is the one without it, byte for byte', async () => {
  const { histories } = decided
  const idle = contextOf({ times: histories.times, types: typesBy(byLot(7))! }, devicesBy(byLot(8)))
  const { part, inputs } = await found(histories, idle)
  assert.equal(inputs, undefined)
  assert.deepEqual(paramsOf(part), paramsOf((await found(histories, contextOf(undefined))).part))
})

test('codes of a history are those of the fit: gaps and types of what was, contexts one ahead up to now', () => {
  const times = Float64Array.of(5, 6, 9, 20)
  const types = { values: ['buy', 'view'], codes: Uint32Array.of(2, 1, 0, 2) }
  const situations = { ...devicesBy(() => 0), contexts: [Uint32Array.of(1, 2, 0, 2)] }
  const inputs = inputsOf({ events: { times, types }, situations })!
  const asked = { user: 0, interaction: 3, past: Uint32Array.of(0, 1, 2) }
  const codes = codesAt(inputs, asked)!
  assert.deepEqual(
    codes.map(column => Array.from(column ?? [])),
    [[2, 1, 0], [...timeGapCodes([5, 6, 9])], [2, 0, 2]],
  )
  assert.equal(codesAt(inputs, { ...asked, interaction: 2 })![2], undefined, 'nobody knows the situation of now')
  assert.equal(codesAt(inputs, { user: 0, interaction: 3 }), undefined)
})

test('a category that decides which category comes next is learned with, for items few have taken', async () => {
  const random = seededRandom(9)
  const [count, groupCount] = [160, 4]
  const rows = Array.from({ length: userCount }, () => {
    const start = random.below(groupCount)
    return Array.from(
      { length },
      (_, at) => groupCount * random.below(count / groupCount) + ((start + at) % groupCount),
    )
  })
  const category = (name: string, codeOf: (item: number) => number) => ({
    ...{ kind: 'category' as const, name, valueCount: groupCount },
    offsets: Uint32Array.from({ length: count + 1 }, (_, item) => item),
    codes: Uint32Array.from({ length: count }, (_, item) => codeOf(item)),
  })
  const lot = seededRandom(10)
  const columns = [category('LOT', () => lot.below(groupCount)), category('GROUP', item => item % groupCount)]
  const histories = historiesOf(rows, count)
  const { kept, cases } = holdOut(histories, { isOrdered: true, caseCountMax: 200, seed: 1 })
  const fit = (used: typeof columns) =>
    findSequence(
      kept,
      cases,
      false,
      { options: { ...options, epochCount: 4 }, goesOn: true },
      {
        ...contextOf(undefined),
        features: { itemCount: count, columns: used },
      },
    )
  const [featured, plain] = [await fit(columns), await fit(columns.slice(0, 1))]
  assert.deepEqual(featured.itemColumns, ['GROUP'])
  assert.equal(plain.itemColumns, undefined)
  const [likelihood, without] = [meanLikelihood(featured.part, cases), meanLikelihood(plain.part, cases)]
  assert.ok(likelihood > without + 0.05, `${likelihood} and ${without} without`)
  assert.deepEqual(paramsOf(plain.part), paramsOf((await fit([])).part), 'what is dealt out by lot changes nothing')
})
