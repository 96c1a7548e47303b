/**
 * What was put is there in every state it passes through: in the log, in a segment, after a restart in either, and beside
 * imports.
 */

import assert from 'node:assert/strict'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  arn,
  event,
  group,
  type LiveWorld,
  openLiveWorld,
  told,
  trained,
} from '../../test/fixtures/inside/live-world.ts'
import { systemClock } from '../base/clock.ts'
import type { Segment } from '../datasets/segment.ts'
import { inDuckDb, singleNumber } from '../datasets/snapshot-engine.ts'
import { segmentsToMerge } from './fold.ts'
import { streamOf } from './group-source.ts'

test('what was put is in the history at once, after folding, and after a restart in either state', async () => {
  await using world = await openLiveWorld()
  await world.put('INTERACTIONS', event('ann', 'a', 1), event('ann', 'b', 3, { EVENT_VALUE: 4.1 }))
  const wanted = ['a 1', `b 3 ${Math.fround(4.1)}`]
  assert.deepEqual(await told(world, 'ann'), wanted)
  await world.restart()
  assert.deepEqual(await told(world, 'ann'), wanted)
  await world.fold('INTERACTIONS')
  assert.deepEqual(await told(world, 'ann'), wanted)
  await world.restart()
  assert.deepEqual(await told(world, 'ann'), wanted)
  await world.put('INTERACTIONS', event('ann', 'c', 2))
  const grown = ['a 1', 'c 2', `b 3 ${Math.fround(4.1)}`]
  assert.deepEqual(await told(world, 'ann'), grown)
  await world.restart()
  assert.deepEqual(await told(world, 'ann'), grown)
  assert.equal(await trained(world), 2)
  await world.fold('INTERACTIONS')
  assert.equal(await trained(world), 3)
})

test('folding takes small streamed segments along, empties the log, and does nothing twice', async () => {
  await using world = await openLiveWorld()
  for (let round = 0; round < 3; round++) {
    await world.put('INTERACTIONS', event('ann', `i-${round}`, round))
    await world.fold('INTERACTIONS')
    await world.fold('INTERACTIONS')
    const { segments, foldedThrough } = (await world.dataset('INTERACTIONS')).body
    assert.deepEqual(
      segments.map(({ rowCount, origin }) => [rowCount, origin]),
      [[round + 1, 'put']],
    )
    assert.equal(foldedThrough, round + 1)
  }
  const [log = '', ...more] = await readdir(join(world.directory, 'events'))
  assert.deepEqual([log, more], ['0000000000000004.log', []])
  assert.equal((await told(world, 'ann')).length, 3)
})

test('segments that became part of another one stay for a day, or until their dataset is deleted', async () => {
  const clock = { ...systemClock, nowMs: () => nowMs }
  let nowMs = 1_700_000_000_000
  await using world = await openLiveWorld({}, clock)
  const files = async () => (await readdir(join(world.directory, 'segments'))).length
  const again = async (time: number) => {
    await world.put('INTERACTIONS', event('ann', 'a', time))
    await world.fold('INTERACTIONS')
  }
  await again(1)
  await again(2)
  assert.equal(await files(), 2)
  nowMs += 25 * 3600 * 1000
  await again(3)
  assert.equal(await files(), 2)
  assert.equal(await trained(world), 3)
  await world.commit({ type: 'remove', record: await world.dataset('INTERACTIONS') })
  await world.fold('INTERACTIONS')
  assert.equal(await files(), 1, 'that of the record alone: it goes with the job that deletes it')
})

test('segments are merged while what comes behind them is at least half as large', () => {
  const segment = (rowCount: number, origin: 'bulk' | 'put' = 'put') => ({
    file: '',
    rowCount,
    byteCount: 0,
    origin,
    createdAtMs: 0,
  })
  const merged = (segments: readonly Segment[], rows: number) =>
    segmentsToMerge(segments, rows).map(({ rowCount }) => rowCount)
  assert.deepEqual(merged([segment(100), segment(20), segment(8)], 5), [20, 8])
  assert.deepEqual(merged([segment(4), segment(4, 'bulk'), segment(4)], 5), [4])
  assert.deepEqual(merged([segment(1, 'bulk')], 5), [])
  assert.deepEqual(merged([], 5), [])
})

test('of events with one id the first counts, in the profile and in trainings, across folds and restarts', async () => {
  await using world = await openLiveWorld()
  const twin = (itemId: string, time: number) => event('ann', itemId, time, { 'ATTUNE:EVENT': 'e' })
  await world.put('INTERACTIONS', twin('a', 1), twin('b', 2))
  await world.fold('INTERACTIONS')
  await world.put('INTERACTIONS', ...Array.from({ length: 9 }, (_, at) => event('bob', `x-${at}`, at)))
  await world.fold('INTERACTIONS')
  await world.restart()
  await world.put('INTERACTIONS', twin('c', 3))
  assert.deepEqual(await told(world, 'ann'), ['a 1'])
  await world.fold('INTERACTIONS')
  await world.restart()
  assert.deepEqual(await told(world, 'ann'), ['a 1'])
  assert.equal(await trained(world), 10)
})

test('what was shown is counted by item: told or found, imported or put, folded or not, each event once', async () => {
  await using world = await openLiveWorld()
  const shown = async (): Promise<readonly (number | undefined)[]> => {
    const { impressions } = await world.now().profiles.of(group)
    return ['a', 'b', 'c', 'shown-only'].map(id => impressions.at(impressions.indexOf(id)))
  }
  await world.put('INTERACTIONS', event('ann', 'c', 1))
  assert.equal((await world.now().profiles.of(group)).impressions.isEmpty, true)
  const told = event('ann', 'a', 2, { 'ATTUNE:IMPRESSION': 'a|b|b|shown-only' })
  await world.put('INTERACTIONS', event('bob', 'b', 1), told, told)
  const session = { 'ATTUNE:SESSION': 's', 'ATTUNE:IMPRESSION': 'b' }
  await world.put(
    'INTERACTIONS',
    event(null, 'a', 3, session),
    event('cid', 'a', 4, { 'ATTUNE:EVENT': 'e', ...session }),
  )
  await world.put('INTERACTIONS', event('cid', 'a', 5, { 'ATTUNE:EVENT': 'e', ...session }))
  assert.deepEqual(await shown(), [1, 3, 0, 1])
  await world.restart()
  assert.deepEqual(await shown(), [1, 3, 0, 1])
  await world.fold('INTERACTIONS')
  await world.restart()
  assert.deepEqual(await shown(), [1, 3, 0, 1])
  await world.put('INTERACTIONS', event('ann', 'c', 6, { 'ATTUNE:IMPRESSION': 'c' }))
  assert.deepEqual(await shown(), [1, 3, 1, 1])
})

test('what a session did before its user was known trains as that user’s', async () => {
  await using world = await openLiveWorld()
  const session = { 'ATTUNE:SESSION': 's' }
  await world.put('INTERACTIONS', event(null, 'a', 1, session), event(null, 'z', 1, { 'ATTUNE:SESSION': 'other' }))
  await world.fold('INTERACTIONS')
  assert.equal(await trained(world), 0)
  await world.put('INTERACTIONS', event('ann', 'b', 2, session))
  assert.deepEqual(await told(world, 'ann'), ['a 1', 'b 2'])
  await world.fold('INTERACTIONS')
  await world.restart()
  assert.deepEqual(await told(world, 'ann'), ['a 1', 'b 2'])
  assert.equal(await trained(world), 2)
  const { profiles } = world.now()
  assert.equal((await profiles.of(group)).sessionHistory('other')?.count, 1)
})

test('of items the newest record is folded; numbers come back as they were written', async () => {
  await using world = await openLiveWorld()
  await world.put('ITEMS', { ITEM_ID: 'a', PRICE: 19.99, TITLE: 'line\nbreak "and" ü' }, { ITEM_ID: 'b', PRICE: 1 })
  await world.put('ITEMS', { ITEM_ID: 'b', TITLE: 'second' })
  const cells = async () => {
    const { items } = await world.now().profiles.of(group)
    return ['a', 'b'].map(id => items.columnNames.map(name => items.column(name)?.valueAt(items.indexOf(id))))
  }
  const wanted = [
    [19.99, 'line\nbreak "and" ü'],
    [null, 'second'],
  ]
  assert.deepEqual(await cells(), wanted)
  await world.fold('ITEMS')
  await world.restart()
  assert.deepEqual(await cells(), wanted)
  const { segments } = (await world.dataset('ITEMS')).body
  assert.equal(segments[0]?.rowCount, 2)
})

/** Lists a segment with one interaction of `ann`, as an import does. */
async function importOne(world: LiveWorld): Promise<void> {
  const file = 'segments/bulk.parquet'
  const bounds = { temporaryDirectory: join(world.directory, 'work'), memoryMb: 256 }
  await inDuckDb(bounds, connection =>
    singleNumber(
      connection,
      `copy (select 'ann' as USER_ID, 'imported' as ITEM_ID, 1::bigint as TIMESTAMP) to '${join(world.directory, file)}' (format parquet)`,
    ),
  )
  const dataset = await world.dataset('INTERACTIONS')
  const bulk = { file, rowCount: 1, byteCount: 1, origin: 'bulk', createdAtMs: 0 }
  const body = { ...dataset.body, segments: [...dataset.body.segments, bulk] }
  await world.commit({ type: 'update', record: { ...dataset, body } })
}

test('an import makes the next profile while the former answers, and what was streamed stays in it', async () => {
  await using world = await openLiveWorld()
  await world.put('INTERACTIONS', event('ann', 'streamed', 5))
  const before = await world.now().profiles.of(group)
  await world.fold('INTERACTIONS')
  await importOne(world)
  assert.equal(await world.now().profiles.of(group), before)
  await world.put('INTERACTIONS', event('ann', 'meanwhile', 9))
  while ((await world.now().profiles.of(group)) === before) await new Promise(setImmediate)
  assert.deepEqual(await told(world, 'ann'), ['imported 1', 'streamed 5', 'meanwhile 9'])
})

test('in the test mode the next request sees what was imported', async () => {
  await using world = await openLiveWorld({ testMode: true })
  await world.put('INTERACTIONS', event('ann', 'streamed', 5))
  await world.fold('INTERACTIONS')
  assert.deepEqual(await told(world, 'ann'), ['streamed 5'])
  await importOne(world)
  await new Promise(setImmediate)
  assert.deepEqual(await told(world, 'ann'), ['imported 1', 'streamed 5'])
})

test('a deleted dataset takes its stream along; the next of its type begins empty', async () => {
  await using world = await openLiveWorld()
  await world.put('INTERACTIONS', event('ann', 'a', 1))
  const dataset = await world.dataset('INTERACTIONS')
  await world.commit({ type: 'remove', record: dataset })
  await world.put('ITEMS', { ITEM_ID: 'i' })
  await world.commit({ type: 'insert', record: { ...dataset, version: 0, createdAtMs: 2 } })
  assert.notEqual(streamOf(await world.dataset('INTERACTIONS')), streamOf(dataset))
  assert.deepEqual(await told(world, 'ann'), [])
  await world.restart()
  assert.deepEqual(await told(world, 'ann'), [])
  const { items } = await world.now().profiles.of(group)
  assert.equal(items.size, 1)
})

test('a log that was lost or restored from an older copy does not hide what comes next', async () => {
  await using world = await openLiveWorld()
  for (let time = 0; time < 5; time++) await world.put('INTERACTIONS', event('ann', 'a', time))
  await world.fold('INTERACTIONS')
  await world.restart(() => rm(join(world.directory, 'events'), { recursive: true }))
  await world.put('INTERACTIONS', event('ann', 'b', 9))
  await world.restart()
  assert.equal((await told(world, 'ann')).length, 6)
})

test('texts that are hard on files come back as they were; half a character becomes the sign for one', async () => {
  await using world = await openLiveWorld()
  const texts = ['a\u0000b', '😀', 'x\u2028y', '\\ud800', '"', "'", '\u001f', ' ', 'null', 'e\u0301', '|', '\r\n']
  for (const text of [...texts, '\ud800']) {
    const session = { 'ATTUNE:SESSION': text, 'ATTUNE:EVENT': text }
    await world.put('INTERACTIONS', event(text, text, 1, session), event('ann', text, 1))
    await world.put('ITEMS', { ITEM_ID: text, TITLE: text })
  }
  await world.fold('INTERACTIONS')
  await world.fold('ITEMS')
  await world.restart()
  const { items, users } = await world.now().profiles.of(group)
  for (const text of texts) {
    assert.ok(users.indexOf(text) >= 0, JSON.stringify(text))
    assert.equal(items.column('TITLE')?.valueAt(items.indexOf(text)), text)
  }
  assert.equal(items.column('TITLE')?.valueAt(items.indexOf('\ufffd')), '\ufffd')
  assert.equal((await told(world, 'ann')).length, texts.length + 1)
})

test('a start queues the folding of what a crash left in the log', async () => {
  await using world = await openLiveWorld()
  await world.put('ITEMS', { ITEM_ID: 'i' })
  await world.restart()
  const jobs = await world.jobs()
  assert.ok(jobs.length > 0)
  assert.ok(jobs.every(({ kind, resource }) => kind === 'fold' && resource === arn('dataset/shop/ITEMS')))
})

test('profiles past their bound go and come back the same', async () => {
  await using world = await openLiveWorld({ profileMemoryMb: 0 })
  await world.put('INTERACTIONS', event('ann', 'a', 1))
  const { profiles } = world.now()
  const first = await profiles.of(group)
  await profiles.of(arn('dataset-group/other'))
  assert.deepEqual(await told(world, 'ann'), ['a 1'])
  assert.notEqual(await profiles.of(group), first)
})
