/** What was brought can be taken along: imported and streamed data come out as they count, and go in again as they were. */

import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { PersonalizeEvents } from '@aws-sdk/client-personalize-events'
import type { Segment } from '../../src/datasets/segment.ts'
import { readSnapshot, type Snapshot } from '../../src/datasets/snapshot.ts'
import { openSqlite } from '../../src/storage/sqlite/open-sqlite.ts'
import { exportedLines, linesIn } from '../fixtures/server/exports.ts'
import { roleArn, settled } from '../fixtures/server/main-path.ts'
import { eventsClient, tracker } from '../fixtures/server/streams.ts'
import { interactionsCsv, itemsCsv, itemsSchema, usersSchema, World } from '../fixtures/server/world.ts'

const header = 'USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,TIMESTAMP'

/** As a float is written. */
const [, ...imported] = interactionsCsv()
  .trimEnd()
  .replaceAll(/,(1|50),/g, ',$1.0,')
  .split('\n')

/** The interactions of a stopped server's dataset, as a training reads them. */
async function trained(directory: string, datasetArn: string): Promise<Snapshot> {
  const store = await openSqlite(directory)
  const record = await store.records.get(datasetArn)
  await store.close()
  const segments = record?.body.segments as readonly Segment[]
  const temporaryDirectory = join(directory, 'work/read')
  await mkdir(temporaryDirectory, { recursive: true })
  const interactionFiles = segments.map(({ file }) => join(directory, file))
  const all = { itemFiles: [], eventRules: [], uniqueCountMax: 1e6, temporaryDirectory, memoryMb: 256 }
  return readSnapshot({ interactionFiles, ...all }, () => {})
}

describe('exports', () => {
  let world: World
  let group: string
  let interactions: string
  let items: string
  let users: string
  let events: PersonalizeEvents

  before(async () => {
    world = await World.start()
    events = eventsClient(world)
    group = await world.group()
    interactions = await world.dataset(group)
    items = await world.dataset(group, 'Items', itemsSchema)
    users = await world.dataset(group, 'Users', usersSchema)
    await world.import(interactions, interactionsCsv())
    await world.import(items, itemsCsv())
    const trackingId = await tracker(world, group)
    const view = (itemId: string, seconds: number, eventId?: string) => ({
      ...{ eventType: 'view', itemId, sentAt: new Date(seconds * 1000), eventId },
    })
    // A row that was imported too; an event that is sent twice; a visit before and after its user is known; another visit.
    const [userId = '', itemId = '', , , time] = imported[0]?.split(',') ?? []
    const calls = [
      { userId, sessionId: 'known', eventList: [view(itemId, Number(time))] },
      { sessionId: 'visit', eventList: [view('item-1', 1_800_000_000, 'first')] },
      { userId: 'visitor', sessionId: 'visit', eventList: [view('item-2', 1_800_000_001, 'second')] },
      { userId: 'visitor', sessionId: 'visit', eventList: [view('item-2', 1_800_000_002, 'second')] },
      { sessionId: 'nobody', eventList: [view('item-3', 1_800_000_003)] },
    ]
    for (const call of calls) await events.putEvents({ trackingId, ...call })
    const tea = 'tea, "green" \\ new'
    await events.putItems({
      datasetArn: items,
      items: [
        { itemId: 'item-1', properties: JSON.stringify({ category: 'c9', price: 3 }) },
        { itemId: 'brand-new', properties: JSON.stringify({ category: tea }) },
      ],
    })
    await events.putUsers({ datasetArn: users, users: [{ userId: 'visitor', properties: '{"plan":"free"}' }] })
    await events.putUsers({ datasetArn: users, users: [{ userId: 'visitor', properties: '{"plan":"paid"}' }] })
  })

  after(async () => {
    events?.destroy()
    await world?.server.discard()
    world?.control.destroy()
    world?.runtime.destroy()
  })

  const streamed = ['visitor,item-1,view,,1800000000', 'visitor,item-2,view,,1800000001']

  test('interactions: imported ones, streamed ones, and all of them once', async () => {
    assert.deepEqual(await exportedLines(world, interactions, 'BULK'), [header, ...imported])
    assert.deepEqual(await exportedLines(world, interactions, 'PUT'), [header, imported[0], ...streamed])
    assert.deepEqual(await exportedLines(world, interactions), [header, imported[0], ...streamed], 'PUT is the default')
    assert.deepEqual(await exportedLines(world, interactions, 'ALL'), [header, ...imported, ...streamed])
  })

  test('items and users: the newest record of each id', async () => {
    const put = ['item-1,c9,3.0', 'brand-new,"tea, \\"green\\" \\\\ new",']
    const bulk = itemsCsv().trimEnd().split('\n')
    assert.deepEqual(await exportedLines(world, items, 'BULK'), bulk)
    assert.deepEqual(await exportedLines(world, items, 'PUT'), [bulk[0], ...put])
    const rest = bulk.filter(line => !line.startsWith('item-1,'))
    assert.deepEqual(await exportedLines(world, items, 'ALL'), [...rest, ...put])
    assert.deepEqual(await exportedLines(world, users, 'BULK'), ['USER_ID,PLAN'])
    assert.deepEqual(await exportedLines(world, users, 'ALL'), ['USER_ID,PLAN', 'visitor,paid'])
  })

  test('what was exported is imported again, and trains the same', async () => {
    await exportedLines(world, interactions, 'ALL')
    const { datasetExportJobs = [] } = await world.control.listDatasetExportJobs({ datasetArn: interactions })
    const folder = `ledger/exports/${datasetExportJobs[0]?.jobName}`
    const copy = await world.dataset(await world.group())
    const dataSource = { dataLocation: `s3://${folder}/` }
    const input = { jobName: 'back', datasetArn: copy, dataSource, roleArn }
    const { datasetImportJobArn } = await world.control.createDatasetImportJob(input)
    const describe = () => world.control.describeDatasetImportJob({ datasetImportJobArn })
    await settled('import', async () => (await describe()).datasetImportJob)
    assert.deepEqual(await exportedLines(world, copy, 'BULK'), await linesIn(world, folder))
    await world.server.stop()
    const { dataDirectory } = world.server
    const [of, again] = [await trained(dataDirectory, interactions), await trained(dataDirectory, copy)]
    assert.equal(of.histories.items.length, imported.length + streamed.length)
    assert.deepEqual(again, of)
  })
})
