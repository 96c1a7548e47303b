/**
 * Why was this shown, and why not that? Somebody who runs a shop asks about answers that were given: with the client that
 * asked, after the server was killed, and after newer answers took the room of older ones.
 */

import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { PersonalizeEvents } from '@aws-sdk/client-personalize-events'
import { type GetRecommendationsRequest, PersonalizeRuntime } from '@aws-sdk/client-personalize-runtime'
import { settled } from '../fixtures/server/main-path.ts'
import { type ServerProcess, startServerProcess } from '../fixtures/server/server-process.ts'
import { signedGet } from '../fixtures/server/signed-get.ts'
import { interactionsCsv, itemsCsv, itemsSchema, recipe, World } from '../fixtures/server/world.ts'

const flags = ['--answers-bytes-max', '20000', '--quotas', 'unlimited']

const runtimeOf = ({ url: endpoint, credentials }: ServerProcess) =>
  new PersonalizeRuntime({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })

/** A client that sends the header with each request, and what the header of the last answer was. */
function asking(server: ServerProcess) {
  const runtime = runtimeOf(server)
  const last: { header?: string | undefined } = {}
  const isMessage = (value: unknown): value is { headers: Record<string, string> } =>
    typeof value === 'object' && value !== null && 'headers' in value
  runtime.middlewareStack.add(
    next => async args => {
      if (isMessage(args.request)) args.request.headers['x-attune-why'] = 'true'
      const result = await next(args)
      last.header = isMessage(result.response) ? result.response.headers['x-attune-why'] : undefined
      return result
    },
    { step: 'build' },
  )
  return { runtime, last }
}

describe('why', () => {
  let world: World
  let events: PersonalizeEvents
  let campaignArn: string
  let filterArn: string
  let trackingId: string | undefined

  before(async () => {
    world = await World.start(...flags)
    const { url: endpoint, credentials } = world.server
    events = new PersonalizeEvents({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
    const group = await world.group()
    await world.import(await world.dataset(group), interactionsCsv())
    await world.import(await world.dataset(group, 'Items', itemsSchema), itemsCsv())
    const solution = await world.solution({ recipeArn: recipe('user-personalization-v2') }, group)
    campaignArn = await world.campaign(await world.version(solution))
    filterArn = await world.filter(group, 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("order")')
    ;({ trackingId } = await world.control.createEventTracker({ name: 'site', datasetGroupArn: group }))
  })

  after(async () => {
    events?.destroy()
    await world?.end()
  })

  const ask = async (more: Partial<GetRecommendationsRequest> = {}, runtime = world.runtime) => {
    const { $metadata: _, ...body } = await runtime.getRecommendations({
      campaignArn,
      userId: 'user-3',
      numResults: 5,
      ...more,
    })
    return body
  }
  const why = async (recommendationId = '', itemId = '', server = world.server) => {
    const path = `/attune/why?recommendationId=${recommendationId}&itemId=${encodeURIComponent(itemId)}`
    const { status, body } = await signedGet(server, path)
    assert.equal(status, 200, JSON.stringify(body))
    // biome-ignore lint/suspicious/noExplicitAny: JSON that asserts look into.
    return body as any
  }
  const put = (eventType: string, itemId = '') =>
    events.putEvents({
      ...{ trackingId, userId: 'user-3', sessionId: 'today' },
      eventList: [{ eventType, itemId, sentAt: new Date(1_800_000_000_000) }],
    })

  test('the view of a moment ago carries what is shown next, and is told with its share', async () => {
    await put('view', 'item-25')
    const { itemList = [], recommendationId } = await ask()
    const told = await Promise.all(itemList.map(({ itemId }) => why(recommendationId, itemId)))
    for (const [at, { state, item }] of told.entries()) {
      assert.equal(state, 'kept')
      assert.equal(item.place, at + 1)
      assert.ok(item.parts.length > 0)
    }
    const carrying = told.flatMap(({ item }) => item.events).filter(event => event.itemId === 'item-25')
    assert.ok(carrying.some(({ share, time }) => share > 0.05 && time === '2027-01-15T08:00:00.000Z'))
  })

  test('what is missing is missing for a reason: bought, or further down', async () => {
    const before = await ask({ filterArn })
    const bought = before.itemList?.[0]?.itemId
    await put('order', bought)
    const { recommendationId } = await ask({ filterArn })
    assert.equal(
      (await why(recommendationId, bought)).item.missing.message,
      'removed by EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("order"): ' +
        'the user\'s "order" event with the item on 2027-01-15T08:00:00.000Z',
    )
    const all = (await ask({ filterArn, numResults: 500 })).itemList ?? []
    const { missing } = (await why(recommendationId, all[11]?.itemId)).item
    assert.equal(missing.message, `ranked 12th of ${all.length}, and the answer has 5`)
    assert.equal((await why(before.recommendationId, bought)).item.place, 1)
  })

  test('with the header an answer says so by itself, and its body is the same', async () => {
    const { runtime, last } = asking(world.server)
    const plain = await ask()
    const { itemList, recommendationId } = await ask({}, runtime)
    runtime.destroy()
    assert.deepEqual(itemList, plain.itemList)
    const header = JSON.parse(last.header ?? '')
    assert.equal(header.why, `/attune/why?recommendationId=${recommendationId}`)
    assert.deepEqual(
      header.items.map((item: { itemId: string }) => item.itemId),
      itemList?.map(({ itemId }) => itemId),
    )
    assert.ok(header.items[0].carriedBy.length > 0)
  })

  test('a killed server loses nothing that was written, and newer answers take the room of older ones', async () => {
    const { recommendationId, itemList } = await ask()
    const itemId = itemList?.[0]?.itemId
    const before = await why(recommendationId, itemId)
    const directory = join(world.server.dataDirectory, 'answers')
    await settled('the answer on disk', async () => {
      const files = await Promise.all((await readdir(directory)).map(name => readFile(join(directory, name), 'utf8')))
      return { status: files.some(text => text.includes(String(recommendationId))) ? 'ACTIVE' : 'not yet' }
    })
    await world.server.kill()
    const second = await startServerProcess({ dataDirectory: world.server.dataDirectory, flags })
    const runtime = runtimeOf(second)
    try {
      assert.deepEqual(await why(recommendationId, itemId, second), before)
      for (let at = 0; at < 100; at++) await ask({}, runtime)
      assert.equal((await why(recommendationId, itemId, second)).state, 'expired')
      const newest = await ask({}, runtime)
      assert.equal((await why(newest.recommendationId, itemId, second)).state, 'kept')
      assert.equal((await fetch(`${second.url}/attune/why?recommendationId=${recommendationId}`)).status, 403)
    } finally {
      runtime.destroy()
      await second.kill()
    }
  })
})
