/**
 * Aim: kill -9 at any named point on the way of a streamed event, and at any moment under load, loses nothing that was
 * acknowledged, keeps no half of a call, and counts nothing twice.
 * Method: clients put events and items through the SDK and keep a ledger of what was acknowledged. The server is killed
 * (armed with a point, or from outside) and started again on the same directory; the clients go on. In the end the
 * directory is opened without a server, and profile and training are compared with the ledger item by item.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateDatasetCommand,
  CreateDatasetGroupCommand,
  CreateEventTrackerCommand,
  CreateSchemaCommand,
  DescribeDatasetCommand,
  DescribeDatasetGroupCommand,
} from '@aws-sdk/client-personalize'
import { PutEventsCommand, PutItemsCommand } from '@aws-sdk/client-personalize-events'
import { crashPoints } from '../../src/base/crash-points.ts'
import { seededRandom } from '../../src/base/random.ts'
import { interactionsSchema, settled } from '../fixtures/server/main-path.ts'
import { type ServerProcess, startServerProcess } from '../fixtures/server/server-process.ts'
import { storedStreams } from '../fixtures/server/stored-streams.ts'
import { itemsSchema } from '../fixtures/server/world.ts'

const seed = Number(process.env.ATTUNE_FAULT_SEED ?? 1)
const flags = ['--fold-delay-ms', '0', '--log-level', 'error']

interface Shop {
  server: ServerProcess
  crashCount: number
  trackingId: string
  datasetGroupArn: string
  itemsArn: string
}

async function openShop(env: Readonly<Record<string, string>>): Promise<Shop> {
  const server = await startServerProcess({ flags, env })
  const { personalize } = server
  const name = 'streamed'
  const { datasetGroupArn = '' } = await personalize.send(new CreateDatasetGroupCommand({ name }))
  await settled(
    'group',
    async () => (await personalize.send(new DescribeDatasetGroupCommand({ datasetGroupArn }))).datasetGroup,
  )
  const dataset = async (datasetType: string, schema: string) => {
    const { schemaArn } = await personalize.send(new CreateSchemaCommand({ name: `${name}-${datasetType}`, schema }))
    const input = { name: datasetType, datasetType, datasetGroupArn, schemaArn }
    const { datasetArn = '' } = await personalize.send(new CreateDatasetCommand(input))
    await settled('dataset', async () => (await personalize.send(new DescribeDatasetCommand({ datasetArn }))).dataset)
    return datasetArn
  }
  await dataset('Interactions', interactionsSchema)
  const itemsArn = await dataset('Items', itemsSchema)
  const { trackingId = '' } = await personalize.send(new CreateEventTrackerCommand({ name, datasetGroupArn }))
  return { server, crashCount: 0, trackingId, datasetGroupArn, itemsArn }
}

interface Ledger {
  /** Lines of each call, by whether it was acknowledged. */
  readonly acknowledged: string[][]
  readonly unknown: string[][]
  /** Price of each item as acknowledged last, and those that may have come after it. */
  readonly prices: Map<string, number[]>
}

const linesOf = (call: number): string[] =>
  [0, 1, 2].map(at => `user-${call % 17} item-${(call * 3 + at) % 23} ${1_700_000_000 + call * 10 + at}`)

async function putCall({ server, trackingId }: Shop, call: number): Promise<void> {
  const eventList = linesOf(call).map(line => {
    const [, itemId, time] = line.split(' ')
    return { eventType: 'view', itemId, sentAt: new Date(Number(time) * 1000) }
  })
  const userId = `user-${call % 17}`
  await server.events.send(new PutEventsCommand({ trackingId, sessionId: `session-${call}`, userId, eventList }))
}

async function putItem(shop: Shop, call: number, ledger: Ledger): Promise<void> {
  const itemId = `item-${call % 5}`
  const properties = JSON.stringify({ price: call })
  const prices = ledger.prices.get(itemId) ?? []
  ledger.prices.set(itemId, [...prices, call])
  await shop.server.events.send(new PutItemsCommand({ datasetArn: shop.itemsArn, items: [{ itemId, properties }] }))
  ledger.prices.set(itemId, [call])
}

/** Starts the server again once it has died; gives false when it lives. */
async function revived(shop: Shop): Promise<boolean> {
  const died = await Promise.race([
    shop.server.exited,
    new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), 1000)),
  ])
  if (died === undefined) return false
  assert.equal(died.signal, 'SIGKILL', `died by itself: ${shop.server.stderr()}`)
  shop.crashCount += 1
  shop.server = await startServerProcess({ dataDirectory: shop.server.dataDirectory, flags })
  return true
}

async function put(shop: Shop, call: number, ledger: Ledger): Promise<void> {
  const { server } = shop
  try {
    await putCall(shop, call)
    ledger.acknowledged.push(linesOf(call))
    if (call % 4 === 0) await putItem(shop, call, ledger)
  } catch (error) {
    if (!ledger.acknowledged.some(([line]) => line === linesOf(call)[0])) ledger.unknown.push(linesOf(call))
    if (server === shop.server && !(await revived(shop))) throw error
  }
}

async function compare(shop: Shop, ledger: Ledger): Promise<void> {
  assert.equal(await shop.server.stop(), 0, shop.server.stderr())
  const stored = await storedStreams(shop.server.dataDirectory, shop.datasetGroupArn)
  const found = new Set(stored.interactions)
  assert.equal(found.size, stored.interactions.length, 'something counts twice')
  for (const line of ledger.acknowledged.flat()) assert.ok(found.has(line), `lost: ${line}`)
  const halves = ledger.unknown.filter(lines => new Set(lines.map(line => found.has(line))).size !== 1)
  assert.deepEqual(halves, [], 'half a call is there')
  const sent = new Set([...ledger.acknowledged, ...ledger.unknown].flat())
  assert.deepEqual(
    stored.interactions.filter(line => !sent.has(line)),
    [],
    'something is there that nobody sent',
  )
  assert.equal(stored.trainedCount, found.size, 'a training sees as many as the profile')
  for (const [itemId, prices] of ledger.prices) {
    const isThere = prices.some(price => stored.items.includes(`${itemId} ${price}`))
    assert.ok(isThere, `${itemId}: one of ${prices}, in ${stored.items}`)
  }
}

const newLedger = (): Ledger => ({ acknowledged: [], unknown: [], prices: new Map() })

const points = crashPoints.filter(point => /^(?:events|fold)\./.test(point))
const random = seededRandom(seed)

for (const point of points) {
  const skips = point.startsWith('events.') ? random.below(30) : random.below(2)
  test(`kill -9 at ${point} (pass ${skips + 1}, seed ${seed}) loses nothing acknowledged`, async () => {
    const shop = await openShop({ ATTUNE_CRASH_AT: point, ATTUNE_CRASH_SKIP: String(skips) })
    const ledger = newLedger()
    for (let call = 0; call < 40 || (shop.crashCount === 0 && call < 400); call++) await put(shop, call, ledger)
    assert.equal(shop.crashCount, 1, `no server died at ${point}`)
    await compare(shop, ledger)
    await shop.server.discard()
  })
}

test(`kill -9 under load, three times (seed ${seed}), loses nothing acknowledged`, async () => {
  const shop = await openShop({})
  const ledger = newLedger()
  let next = 0
  for (let round = 0; round < 3; round++) {
    const killAfter = ledger.acknowledged.length + 30 + random.below(150)
    const lane = async () => {
      const { server } = shop
      while (server === shop.server && ledger.acknowledged.length < killAfter) {
        const call = next++
        try {
          await putCall(shop, call)
          ledger.acknowledged.push(linesOf(call))
        } catch {
          ledger.unknown.push(linesOf(call))
          return
        }
      }
      if (server === shop.server) await server.kill()
    }
    await Promise.all(Array.from({ length: 8 }, lane))
    assert.equal(await revived(shop), true)
  }
  assert.equal(shop.crashCount, 3)
  await compare(shop, ledger)
  await shop.server.discard()
})
