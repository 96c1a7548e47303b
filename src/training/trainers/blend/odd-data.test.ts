/** The blend on data that are small or odd: it is found, fitted again, and scores every item with a number. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historiesOf } from '../../../algorithms/algorithms.contract.ts'
import type { Histories } from '../../../algorithms/histories.ts'
import { seededRandom } from '../../../base/random.ts'
import { userPersonalizationV2 } from '../../../recipes/user-personalization-v2.ts'
import { ParameterValues } from '../../parameter-values.ts'
import type { FitContext } from '../trainer.ts'
import { blendTrainer } from './blend-trainer.ts'
import type { BlendChoices } from './choices.ts'

const random = seededRandom(3)
const values = new ParameterValues(userPersonalizationV2, {})
const means = { threadCount: 1, memoryMb: 1000, sequenceMinutes: 0 }
const context: FitContext = { seed: 1, means, note: () => undefined }

function walks(userCount: number, length: number, itemCount: number): Histories {
  const rows = Array.from({ length: userCount }, () => {
    const row = [random.below(itemCount)]
    while (row.length < length) row.push(random.next() < 0.7 ? (row.at(-1)! + 1) % itemCount : random.below(itemCount))
    return row
  })
  return historiesOf(rows, itemCount)
}

const at = (histories: Histories, time: (at: number) => number): Histories => ({
  ...histories,
  times: histories.times.map((_, place) => time(place)),
})

const odd: Readonly<Record<string, Histories>> = {
  'a thousand interactions': walks(50, 20, 60),
  'users of one interaction': historiesOf(
    Array.from({ length: 200 }, (_, user) => [user % 30]),
    30,
  ),
  'one time for all': at(walks(50, 20, 60), () => 5),
  'times far ahead': at(walks(50, 20, 60), place => 4e12 + place),
  'three items': walks(100, 10, 3),
  'one user': walks(1, 1000, 50),
  'items of one user each': historiesOf(
    Array.from({ length: 50 }, (_, user) => [2 * user, 2 * user + 1]),
    100,
  ),
}

for (const [name, histories] of Object.entries(odd)) {
  test(`blend on odd data: ${name}`, async () => {
    const found = await blendTrainer.fit(histories, values, context)
    assert.ok(found.choices)
    const served = await blendTrainer.fit(histories, values, { ...context, choices: found.choices })
    const scores = served.score?.(histories.items.subarray(0, histories.offsets[1]))
    assert.equal(scores?.length, histories.itemCount)
    assert.ok(scores.every(Number.isFinite))
  })
}

test('blend: who plays the same few again is offered them again', async () => {
  const own = Array.from({ length: 100 }, () => Array.from({ length: 4 }, () => random.below(200)))
  const rows = own.map(few =>
    Array.from({ length: 40 }, () => (random.next() < 0.8 ? few[random.below(4)]! : random.below(200))),
  )
  const fitted = await blendTrainer.fit(historiesOf(rows, 200), values, context)
  const first = rows.map(row => fitted.recommend(Uint32Array.from(row), 1)[0]!)
  const ownCount = first.filter((item, user) => own[user]!.includes(item)).length
  assert.ok(ownCount >= 90, `${ownCount} of 100 are offered one of their own first`)
})

test('blend: without order the smoothest part has its share', async () => {
  const fitted = await blendTrainer.fit(odd['one time for all']!, values, context)
  const choices = fitted.choices as unknown as BlendChoices
  assert.equal(choices.isOrdered, false)
  const heaviest = Math.max(...choices.parts.map(({ weight }) => weight))
  const share = choices.parts.find(({ kind }) => kind === 'spectral')?.weight ?? 0
  assert.ok(share >= heaviest / 2, `spectral ${share} of ${heaviest}`)
})
