/** Events that come while a profile loads are in it when it is there, each once, whoever asked and however many wait. */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { event, group, openLiveWorld, told } from '../../test/fixtures/inside/live-world.ts'
import { silentLog } from '../base/log.ts'
import { openFileEventLog } from '../storage/files/file-event-log.ts'
import type { RecordReader } from '../storage/records.ts'
import { LiveProfiles } from './live-profiles.ts'

test('a profile that loads while events pour in has each of them once', async () => {
  await using world = await openLiveWorld()
  await world.put('INTERACTIONS', ...Array.from({ length: 10 }, (_, at) => event('ann', 'before', at)))
  await world.fold('INTERACTIONS')
  await world.restart()
  let isLoading = true
  let count = 10
  const pour = async (lane: number) => {
    while (isLoading) await world.put('INTERACTIONS', event('ann', `lane-${lane}`, count++))
  }
  const lanes = [0, 1, 2, 3].map(pour)
  const { profiles } = world.now()
  const both = await Promise.allSettled([profiles.of(group), profiles.of(group)])
  isLoading = false
  await Promise.all(lanes)
  const [one, other] = both.map(settled => (settled.status === 'fulfilled' ? settled.value : settled.reason))
  assert.equal(one, other)
  assert.ok(count > 14)
  assert.equal((await told(world, 'ann')).length, count)
  await world.restart()
  assert.equal((await told(world, 'ann')).length, count)
})

test('when segments cannot be read, whoever asks is told, and asked again it is tried again', async () => {
  await using world = await openLiveWorld()
  const dataset = await world.dataset('INTERACTIONS')
  const lost = { file: 'segments/lost.parquet', rowCount: 1, byteCount: 1, origin: 'bulk', createdAtMs: 0 }
  const body = { ...dataset.body, segments: [lost] }
  await world.commit({ type: 'update', record: { ...dataset, body } })
  await assert.rejects(world.now().profiles.of(group), /lost\.parquet/)
  await assert.rejects(world.now().profiles.of(group), /lost\.parquet/)
  const again = await world.dataset('INTERACTIONS')
  await world.commit({ type: 'update', record: { ...again, body: { ...again.body, segments: [] } } })
  assert.equal((await world.now().profiles.of(group)).users.size, 0)
})

test('a look at the records that fails after a load leaves the next load as it is', async () => {
  await using world = await openLiveWorld()
  const reader = world.now().records
  let reads = 0
  const records = {
    get: arn => reader.get(arn),
    list: query => (++reads === 2 ? Promise.reject(new Error('the disk is gone')) : reader.list(query)),
  } satisfies Pick<RecordReader, 'get' | 'list'> as RecordReader
  const eventLog = await openFileEventLog(join(world.directory, 'events-of-its-own'))
  const bounds = { memoryMb: 256, keptMb: 256, waitsForImports: false, priority: 'normal' } as const
  const profiles = new LiveProfiles({ dataDirectory: world.directory, records, eventLog, log: silentLog, ...bounds })
  try {
    await profiles.of(group)
    profiles.forget(group)
    assert.equal((await profiles.of(group)).users.size, 0)
    assert.equal(reads, 4)
  } finally {
    await profiles.close()
    await eventLog.close()
  }
})
