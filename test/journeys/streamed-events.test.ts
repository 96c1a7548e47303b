/** A visitor is served by what they just did: before and after they sign in, and after the server was killed. */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startServerProcess } from '../fixtures/server/server-process.ts'
import { eventsClient, put, tracker, views } from '../fixtures/server/streams.ts'
import { interactionsCsv, itemsCsv, itemsSchema, recipe, World } from '../fixtures/server/world.ts'

describe('streamed events', () => {
  let world: World
  let group: string
  let dataset: string
  let trackingId: string
  let campaignArn: string

  before(async () => {
    world = await World.start()
    group = await world.group()
    dataset = await world.dataset(group)
    await world.import(dataset, interactionsCsv())
    trackingId = await tracker(world, group)
    const solution = await world.solution({ recipeArn: recipe('user-personalization-v2') }, group)
    campaignArn = await world.campaign(await world.version(solution))
  })

  after(() => world?.end())

  const bestFor = async (userId: string): Promise<readonly (string | undefined)[]> => {
    const { itemList = [] } = await world.runtime.getRecommendations({ campaignArn, userId, numResults: 5 })
    return itemList.map(({ itemId }) => itemId)
  }

  test('a user nobody knew is served by their first event in the very next request', async () => {
    const popular = await bestFor('stranger')
    await put(world, { trackingId, userId: 'newcomer', sessionId: 'n', eventList: views(30, 31, 32) })
    const served = await bestFor('newcomer')
    assert.notDeepEqual(served, popular)
    assert.deepEqual(await bestFor('stranger'), popular)
    await put(world, { trackingId, userId: 'newcomer', sessionId: 'n', eventList: views(0, 1, 2, 3, 4) })
    assert.notDeepEqual(await bestFor('newcomer'), served)
  })

  test('a session is served by its id, and its user by all of it once they are known', async () => {
    const popular = await bestFor('stranger')
    await put(world, { trackingId, sessionId: 'visit', eventList: views(30, 31, 32) })
    const served = await bestFor('visit')
    assert.notDeepEqual(served, popular)
    assert.deepEqual(await bestFor('visitor'), popular)
    const [, , last] = views(30, 31, 32)
    await put(world, { trackingId, sessionId: 'visit', userId: 'visitor', eventList: [last!] })
    assert.deepEqual(await bestFor('visitor'), served)
  })

  test('rankings follow, too', async () => {
    const solution = await world.solution({ recipeArn: recipe('personalized-ranking') }, group)
    const ranking = await world.campaign(await world.version(solution))
    const inputList = ['item-3', 'item-12', 'item-25', 'item-33', 'item-38']
    const ranked = async () =>
      (await world.runtime.getPersonalizedRanking({ campaignArn: ranking, userId: 'ranked', inputList }))
        .personalizedRanking
    const before = await ranked()
    await put(world, { trackingId, userId: 'ranked', sessionId: 'r', eventList: views(30, 31, 32) })
    assert.notDeepEqual(await ranked(), before)
  })

  test('the next training has what was streamed, each event once', async () => {
    const only = await world.group()
    await world.dataset(only)
    const tracking = await tracker(world, only)
    const client = eventsClient(world)
    for (let user = 0; user < 30; user++) {
      for (let call = 0; call < 2; call++) {
        const eventList = views(user % 20, (user + 1) % 20, (user + 2) % 20)
        await client.putEvents({ trackingId: tracking, userId: `user-${user}`, sessionId: 's', eventList })
      }
    }
    client.destroy()
    const solution = await world.solution({ recipeArn: recipe('popularity-count') }, only)
    await assert.rejects(world.version(solution), /fewer than 100/)
    await put(world, { trackingId: tracking, userId: 'more', sessionId: 'm', eventList: views(1, 2, 3, 4, 5) })
    await put(world, { trackingId: tracking, userId: 'more-2', sessionId: 'm2', eventList: views(1, 2, 3, 4, 5) })
    const version = await world.version(solution)
    assert.equal(
      (await world.control.describeSolutionVersion({ solutionVersionArn: version })).solutionVersion?.status,
      'ACTIVE',
    )
  })

  test('a dataset goes though something was streamed into it a moment ago', async () => {
    const shop = await world.group()
    const items = await world.dataset(shop, 'Items', itemsSchema)
    await world.import(items, itemsCsv())
    const client = eventsClient(world)
    await client.putItems({
      datasetArn: items,
      items: [{ itemId: 'item-1', properties: '{"price":3,"category":"c9"}' }],
    })
    client.destroy()
    await world.control.deleteDataset({ datasetArn: items })
    await assert.doesNotReject(async () => {
      for (;;) {
        const listed = await world.control.listDatasets({ datasetGroupArn: shop })
        if ((listed.datasets ?? []).length === 0) return
      }
    })
  })

  test('killed and started again, everything is as it was', async () => {
    const users = ['newcomer', 'visitor', 'visit', 'stranger', 'user-3']
    const filterArn = await world.filter(group, 'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("VIEW")')
    const seenBy = async (userId: string) => {
      const { itemList = [] } = await world.runtime.getRecommendations({ campaignArn, userId, filterArn })
      return itemList.map(({ itemId }) => itemId).sort()
    }
    await put(world, { trackingId, userId: 'last', sessionId: 'l', eventList: views(17, 18) })
    const before = await Promise.all(users.map(bestFor))
    const seenBefore = await Promise.all(users.map(seenBy))
    assert.deepEqual(seenBefore[3], [])
    const { dataDirectory } = world.server
    await put(world, { trackingId, userId: 'last', sessionId: 'l', eventList: views(19) })
    await world.server.kill()
    const flags = ['--quotas', 'unlimited', '--train-interactions-min', '100', '--delete-delay-ms', '0']
    world = new World(await startServerProcess({ dataDirectory, flags }))
    assert.deepEqual(await Promise.all(users.map(bestFor)), before)
    assert.deepEqual(await Promise.all(users.map(seenBy)), seenBefore)
    assert.deepEqual(await seenBy('last'), ['item-17', 'item-18', 'item-19'])
  })
})
