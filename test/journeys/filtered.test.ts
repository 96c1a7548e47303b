/**
 * A shop that recommends what it has: filters made once and used with the values of each request, what a user did a moment
 * ago, promoted items, and the fields of items in the answer. Everything over the whole catalogue, exactly.
 */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PersonalizeEvents } from '@aws-sdk/client-personalize-events'
import type { GetRecommendationsRequest } from '@aws-sdk/client-personalize-runtime'
import { settled } from '../fixtures/server/main-path.ts'
import { interactionsCsv, itemCount, itemsCsv, itemsSchema, recipe, World } from '../fixtures/server/world.ts'

const numberOf = (id: string | undefined): number => Number(id?.split('-')[1])

describe('filters, from their making to the answers', () => {
  let world: World
  let events: PersonalizeEvents
  let group: string
  let itemsArn: string
  let campaignArn: string

  before(async () => {
    world = await World.start()
    const { url: endpoint, credentials } = world.server
    events = new PersonalizeEvents({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
    group = await world.group()
    await world.import(await world.dataset(group), interactionsCsv())
    itemsArn = await world.dataset(group, 'Items', itemsSchema)
    await world.import(itemsArn, itemsCsv())
    const solution = await world.solution({ recipeArn: recipe('user-personalization-v2') }, group)
    campaignArn = await world.campaign(await world.version(solution))
  })

  after(async () => {
    events?.destroy()
    await world?.end()
  })

  const ask = async (more: Partial<GetRecommendationsRequest> = {}) => {
    const input = { campaignArn, userId: 'user-3', numResults: 500, ...more }
    return (await world.runtime.getRecommendations(input)).itemList ?? []
  }

  test('a mistake is pointed at', async () => {
    await assert.rejects(world.filter(group, 'INCLUDE ItemID WHERE Items.PRIZE < 3'), (error: Error) => {
      assert.equal(error.name, 'InvalidInputException')
      assert.equal(
        error.message,
        [
          'Could not create filter. Invalid Expression: the Items schema has no field PRIZE at position 22',
          'INCLUDE ItemID WHERE Items.PRIZE < 3',
          '                     ^^^^^^^^^^^',
        ].join('\n'),
      )
      return true
    })
  })

  test('a filter with values keeps exactly what it allows, in the order and with the scores of the whole list', async () => {
    const filterArn = await world.filter(
      group,
      'INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORIES) AND Items.PRICE < $MAX',
    )
    const whole = await ask()
    const wanted = whole.filter(
      ({ itemId }) => numberOf(itemId) % 4 !== 0 && numberOf(itemId) % 4 !== 3 && numberOf(itemId) < 20,
    )
    const filterValues = { CATEGORIES: '"c1","c2"', MAX: '20' }
    assert.equal(wanted.length, 10)
    assert.deepEqual(await ask({ filterArn, filterValues }), wanted)
    assert.deepEqual(await ask({ filterArn, filterValues, numResults: 3 }), wanted.slice(0, 3))
    await assert.rejects(ask({ filterArn, filterValues: { MAX: '20' } }), {
      name: 'InvalidInputException',
      message: 'Missing value for filter parameter: CATEGORIES',
    })
  })

  test('what the user buys is gone from the very next answer; what is put into the shop is found in it', async () => {
    const { trackingId } = await world.control.createEventTracker({ name: 'site', datasetGroupArn: group })
    const filterArn = await world.filter(group, 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("order")')
    const before = await ask({ filterArn })
    assert.equal(before.length, itemCount)
    const itemId = before[0]?.itemId
    await events.putEvents({
      trackingId,
      userId: 'user-3',
      sessionId: 'today',
      eventList: [{ eventType: 'Order', itemId, sentAt: new Date(1_800_000_000_000) }],
    })
    const left = await ask({ filterArn })
    assert.equal(left.length, itemCount - 1)
    assert.ok(left.every(item => item.itemId !== itemId))

    const cheap = await world.filter(group, 'INCLUDE ItemID WHERE Items.PRICE < 0')
    assert.deepEqual(await ask({ filterArn: cheap }), [])
    await events.putItems({
      datasetArn: itemsArn,
      items: [{ itemId: 'item-7', properties: '{"price": -1, "category": "c9"}' }],
    })
    assert.deepEqual(
      (await ask({ filterArn: cheap })).map(item => item.itemId),
      ['item-7'],
    )
  })

  test('an import is seen, soon after it is done', async () => {
    const filterArn = await world.filter(group, 'INCLUDE ItemID WHERE Items.CATEGORY IN ("imported")')
    assert.deepEqual(await ask({ filterArn }), [])
    await world.import(itemsArn, 'ITEM_ID,CATEGORY,PRICE\nitem-9,imported,9.5\n', 'INCREMENTAL')
    await settled('what was imported', async () => ({
      status: (await ask({ filterArn })).length > 0 ? 'ACTIVE' : 'not seen',
    }))
    assert.deepEqual(
      (await ask({ filterArn })).map(item => item.itemId),
      ['item-9'],
    )
  })

  test('of a put and an import of one item the one that came later counts', async () => {
    const filterArn = await world.filter(group, 'INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)')
    const found = async (category: string) =>
      (await ask({ filterArn, filterValues: { CATEGORY: `"${category}"` } })).map(({ itemId }) => itemId)
    const put = (category: string) =>
      events.putItems({
        datasetArn: itemsArn,
        items: [{ itemId: 'item-11', properties: JSON.stringify({ category, price: 11.5 }) }],
      })
    await put('early')
    assert.deepEqual(await found('early'), ['item-11'])
    await world.import(itemsArn, 'ITEM_ID,CATEGORY,PRICE\nitem-11,late,11.5\nitem-13,late,13.5\n', 'INCREMENTAL')
    await settled('what was imported', async () => ({
      status: (await found('late')).includes('item-13') ? 'ACTIVE' : 'not seen',
    }))
    assert.deepEqual([(await found('late')).sort(), await found('early')], [['item-11', 'item-13'], []])
    await put('latest')
    assert.deepEqual([await found('late'), await found('latest')], [['item-13'], ['item-11']])
  })

  test('promotions take a fifth of the places; answers tell fields of the items', async () => {
    const filterArn = await world.filter(group, 'INCLUDE ItemID WHERE Items.CATEGORY IN ("c2")')
    const items = await ask({
      numResults: 20,
      promotions: [{ name: 'sale', percentPromotedItems: 20, filterArn }],
      metadataColumns: { ITEMS: ['CATEGORY', 'PRICE'] },
    })
    assert.equal(items.length, 20)
    const promoted = items.filter(({ promotionName }) => promotionName === 'sale')
    assert.deepEqual(
      promoted.map(({ itemId }) => itemId),
      (await ask({ filterArn, numResults: 4 })).map(({ itemId }) => itemId),
    )
    for (const { itemId, metadata } of items) {
      if (['item-7', 'item-9', 'item-11', 'item-13'].includes(itemId ?? '')) continue
      assert.deepEqual(metadata, { category: `c${numberOf(itemId) % 4}`, price: `${numberOf(itemId)}.5` })
    }
  })

  test('filters stand in the way of their dataset until they are deleted', async () => {
    await assert.rejects(world.control.deleteDataset({ datasetArn: itemsArn }), { name: 'ResourceInUseException' })
    const { Filters = [] } = await world.control.listFilters({ datasetGroupArn: group })
    assert.ok(Filters.length >= 3 && Filters.every(({ status }) => status === 'ACTIVE'))
    const [{ filterArn } = {}] = Filters
    await world.control.deleteFilter({ filterArn })
    await assert.rejects(ask({ filterArn }), /InvalidInputException|ResourceNotFoundException/)
  })
})
