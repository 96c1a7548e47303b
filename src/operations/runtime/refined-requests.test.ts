/** Filters, promotions and metadata of requests, over real records, models, profiles and streamed data. */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { itemId, ringModel, userId } from '../../../test/fixtures/data/model-files.ts'
import { addFilter, addGroup, putAll, putEvent, putUser, ringItems } from '../../../test/fixtures/data/stocked-shop.ts'
import { type Deployment, openDeployment } from '../../../test/fixtures/inside/deployment.ts'
import { refuses } from '../../../test/fixtures/inside/shop-states.ts'
import { getPersonalizedRanking } from './get-personalized-ranking.ts'
import { getRecommendations } from './get-recommendations.ts'

const itemCount = 200
/** The rest have no record. */
const recordCount = 190

const numberOf = (id: string | undefined): number => Number(id?.split('-')[1])

describe('a request refined', () => {
  let shop: Deployment
  let forUsers = ''
  let alike = ''
  let popular = ''
  let ranking = ''
  before(async () => {
    shop = await openDeployment()
    await addGroup(shop)
    const deployed = async (name: string, recipe: string, kind: Parameters<typeof ringModel>[0]) => {
      const version = await shop.addVersion(name, recipe, ringModel(kind, { itemCount }))
      const campaignArn = await shop.createCampaign(name, version)
      await shop.settled(campaignArn)
      return campaignArn
    }
    forUsers = await deployed('for-users', 'aws-user-personalization-v2', 'sequence-rules')
    alike = await deployed('alike', 'aws-sims', 'related-items')
    popular = await deployed('popular', 'aws-popularity-count', 'popularity')
    ranking = await deployed('ranking', 'aws-personalized-ranking', 'sequence-rules')
    await putAll(shop, ringItems(recordCount))
    await putUser(shop, userId(1), { age: 12 })
  })
  after(() => shop.close())

  let filterCount = 0
  const filter = (expression: string, more: object = {}) => addFilter(shop, `f${filterCount++}`, expression, more)

  const ask = async (more: object) =>
    (await shop.call(getRecommendations, { campaignArn: forUsers, userId: userId(1), ...more })).itemList ?? []
  const whole = () => ask({ numResults: itemCount })
  const filtered = async (expression: string, more: object = {}) =>
    ask({ filterArn: await filter(expression), numResults: itemCount, ...more })

  test('the best of what is allowed over the whole catalogue, with the scores they have anyway, and nothing beside', async () => {
    const wanted = (await whole()).filter(({ itemId: id }) => numberOf(id) % 5 === 3 && numberOf(id) < recordCount)
    assert.equal(wanted.length, 38)
    assert.deepEqual(await filtered('INCLUDE ItemID WHERE Items.BRAND_NAME IN ("b3")'), wanted)
    const few = await filtered('INCLUDE ItemID WHERE Items.PRICE >= 187.5', { numResults: 25 })
    assert.deepEqual(few.map(({ itemId: id }) => numberOf(id)).sort(), [187, 188, 189])
    assert.deepEqual(await filtered('INCLUDE ItemID WHERE Items.PRICE > 1000'), [])
  })

  test('items without a record count as having null everywhere', async () => {
    const idsOf = async (expression: string) => (await filtered(expression)).map(({ itemId: id }) => numberOf(id))
    const odd = await idsOf('INCLUDE ItemID WHERE Items.genre NOT IN ("even")')
    assert.deepEqual(odd.filter(at => at >= recordCount).length, itemCount - recordCount)
    assert.ok(odd.every(at => at >= recordCount || at % 2 === 1))
    assert.equal(odd.length, 95 + 10)
  })

  test('values are taken from the request; without them INCLUDE is an error and EXCLUDE is skipped', async () => {
    const byBrand = await filter('INCLUDE ItemID WHERE Items.BRAND_NAME IN ($BRAND) AND Items.PRICE <= $MAX')
    const brands = async (filterValues: object) =>
      (await ask({ filterArn: byBrand, numResults: itemCount, filterValues })).map(({ itemId: id }) => numberOf(id))
    const found = await brands({ BRAND: '"b1","b2"', MAX: '12', OTHER: 'x' })
    assert.deepEqual(
      found.sort((one, other) => one - other),
      [1, 2, 6, 7, 11],
    )
    const text = 'Missing value for filter parameter: MAX'
    await refuses(brands({ BRAND: '"b1"' }), 'InvalidInputException', text)
    const twice = brands({ BRAND: '"b1"', MAX: '1,2' })
    await refuses(twice, 'InvalidInputException', 'The filter parameter MAX takes one value, not 2.')
    await refuses(brands({ BRAND: '"b1"', MAX: '' }), 'InvalidInputException', /MAX takes one value, not 0/)
    const inherited = filtered('INCLUDE ItemID WHERE Items.BRAND_NAME IN ($constructor)', { filterValues: {} })
    await refuses(inherited, 'InvalidInputException', 'Missing value for filter parameter: constructor')
    const without = await filtered('EXCLUDE ItemID WHERE Items.BRAND_NAME IN ($BRAND)')
    assert.deepEqual(without, await whole())
    assert.deepEqual(await ask({ filterValues: { BRAND: '"b1"' }, numResults: itemCount }), await whole())
  })

  test('what the user did a moment ago is seen by the next request, in a session without a user too', async () => {
    const bought = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("BUY")'
    const [best] = await filtered(bought)
    await putEvent(shop, { userId: userId(1), itemId: best!.itemId!, eventType: 'buy' })
    await putEvent(shop, { userId: userId(1), itemId: itemId(77), eventType: 'view' })
    const next = await filtered(bought)
    assert.equal(next.length, itemCount - 1)
    assert.ok(next.every(({ itemId: id }) => id !== best!.itemId))
    await putEvent(shop, { sessionId: 'visitor', itemId: itemId(5), eventType: 'buy' })
    const visitor = await filtered('INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")', { userId: 'visitor' })
    assert.deepEqual(
      visitor.map(({ itemId: id }) => id),
      [itemId(5)],
    )
    await putUser(shop, 'visitor', { age: 30 })
    const known = await filtered('INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")', { userId: 'visitor' })
    assert.deepEqual(known, visitor, 'a record alone takes no history away')
    assert.deepEqual(
      await filtered(bought, { userId: 'nobody' }),
      await ask({ userId: 'nobody', numResults: itemCount }),
    )
  })

  test('a record that changes is seen by the next request', async () => {
    const expression = 'INCLUDE ItemID WHERE Items.BRAND_NAME IN ("fresh")'
    assert.deepEqual(await filtered(expression), [])
    await putAll(shop, [
      [itemId(195), { brandName: 'fresh' }],
      ['unknown-to-the-model', { brandName: 'fresh' }],
    ])
    assert.deepEqual(
      (await filtered(expression)).map(({ itemId: id }) => id),
      [itemId(195)],
    )
  })

  test('IF looks at the user as the records say', async () => {
    const expression = 'EXCLUDE ItemID WHERE Items.PRICE > 10 IF CurrentUser.AGE < 18'
    assert.ok((await filtered(expression)).every(({ itemId: id }) => numberOf(id) < 10 || numberOf(id) >= recordCount))
    assert.equal((await filtered(expression, { userId: userId(2) })).length, itemCount)
  })

  test('the current item, for recipes of related items', async () => {
    const sameBrand = 'INCLUDE ItemID WHERE Items.BRAND_NAME IN CurrentItem.BRAND_NAME'
    const near = await filtered(sameBrand, { campaignArn: alike, userId: undefined, itemId: itemId(11) })
    assert.ok(near.length > 30 && near.every(({ itemId: id }) => numberOf(id) % 5 === 1))
    assert.deepEqual(await filtered(sameBrand, { campaignArn: alike, itemId: 'nothing' }), [])
    await refuses(filtered(sameBrand), 'InvalidInputException', /the recipe aws-user-personalization-v2 has none/)
    const seen = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")'
    const anonymous = filtered(seen, { campaignArn: alike, userId: undefined, itemId: itemId(11) })
    await refuses(anonymous, 'InvalidInputException', /^userId is required/)
  })

  test('ids are fields too', async () => {
    const named = await filtered('INCLUDE ItemID WHERE Items.ITEM_ID IN ($IDS)', {
      filterValues: { IDS: `"${itemId(3)}","${itemId(150)}","gone"` },
    })
    assert.deepEqual(named.map(({ itemId: id }) => numberOf(id)).sort(), [150, 3])
    const others = await filtered(
      `EXCLUDE ItemID WHERE Items.ITEM_ID IN ("${itemId(3)}") IF CurrentUser.USER_ID = "${userId(1)}"`,
    )
    assert.ok(others.length === itemCount - 1 && others.every(({ itemId: id }) => id !== itemId(3)))
  })

  test('filters that cannot be used', async () => {
    const cheap = 'INCLUDE ItemID WHERE Items.PRICE < 3'
    const none = 'arn:aws:personalize:us-east-1:000000000000:filter/none'
    await refuses(ask({ filterArn: none }), 'ResourceNotFoundException', `Resource Arn ${none} does not exist.`)
    await refuses(ask({ filterArn: forUsers }), 'ResourceNotFoundException')
    const pending = await filter(cheap, { status: 'CREATE PENDING' })
    await refuses(ask({ filterArn: pending }), 'InvalidInputException', /has status CREATE PENDING/)
    const foreign = await filter(cheap, { group: 'arn:aws:personalize:us-east-1:000000000000:dataset-group/other' })
    await refuses(ask({ filterArn: foreign }), 'InvalidInputException', /another dataset group/)
    const ofUsers = await filter('INCLUDE UserID WHERE Users.AGE > 3')
    await refuses(
      ask({ filterArn: ofUsers }),
      'InvalidInputException',
      /is on UserID, and this request needs one on ItemID/,
    )
  })

  test('a ranking loses what the filter does not allow, and its scores sum to 1 over the rest', async () => {
    const filterArn = await filter('INCLUDE ItemID WHERE Items.BRAND_NAME NOT IN ("b0")')
    const inputList = ['new', itemId(5), itemId(6), itemId(7)]
    const { personalizedRanking = [] } = await shop.call(getPersonalizedRanking, {
      campaignArn: ranking,
      userId: userId(1),
      inputList,
      filterArn,
    })
    assert.deepEqual(new Set(personalizedRanking.map(({ itemId: id }) => id)), new Set(['new', itemId(6), itemId(7)]))
    assert.ok(Math.abs(personalizedRanking.reduce((sum, { score = 0 }) => sum + score, 0) - 1) < 1e-6)
  })

  test('a use case leaves out what the user has bought by itself, of promoted places too', async () => {
    const version = await shop.addVersion(
      'taste',
      'aws-ecomm-recommended-for-you',
      ringModel('sequence-rules', { itemCount }),
    )
    const campaignArn = await shop.createCampaign('taste', version)
    await shop.settled(campaignArn)
    const asking = (more: object = {}) => ask({ campaignArn, userId: 'buyer', numResults: itemCount, ...more })
    assert.equal((await asking()).length, itemCount)
    for (const [item, eventType] of [
      [1, 'purchase'],
      [2, 'PURCHASE'],
      [3, 'view'],
    ] as const) {
      await putEvent(shop, { userId: 'buyer', itemId: itemId(item), eventType })
    }
    const numbersOf = (items: readonly { itemId?: string }[]) =>
      items.map(({ itemId: id }) => numberOf(id)).sort((a, b) => a - b)
    const left = numbersOf(await asking())
    assert.ok(left.length === itemCount - 2 && !left.includes(1) && !left.includes(2))
    const filterArn = await filter('INCLUDE ItemID WHERE Items.PRICE < 4')
    assert.deepEqual(numbersOf(await asking({ filterArn })), [0, 3])
    const promotions = [{ name: 'sale', percentPromotedItems: 100, filterArn }]
    const promoted = (await asking({ promotions, numResults: 4 })).filter(
      ({ promotionName }) => promotionName !== undefined,
    )
    assert.deepEqual(numbersOf(promoted), [0, 3])
  })

  describe('promotions', () => {
    const promotion = async (expression: string, percentPromotedItems = 20, more: object = {}) => [
      { name: 'sale', percentPromotedItems, filterArn: await filter(expression), ...more },
    ]
    const brand = (name: string) => `INCLUDE ItemID WHERE Items.BRAND_NAME IN ("${name}")`

    test('a share of the places goes to the best of the promotion; both orders are kept', async () => {
      const plain = await ask({ numResults: 20, filterArn: await filter(brand('b1')) })
      const best = await filtered(brand('b2'), { numResults: 4 })
      const mixed = await ask({
        numResults: 20,
        filterArn: await filter(brand('b1')),
        promotions: await promotion(brand('b2')),
      })
      assert.equal(mixed.length, 20)
      const promoted = mixed.filter(({ promotionName }) => promotionName === 'sale')
      assert.deepEqual(
        promoted,
        best.map(item => ({ ...item, promotionName: 'sale', reason: ['Promoted item'] })),
      )
      assert.deepEqual(
        mixed.filter(({ promotionName }) => promotionName === undefined),
        plain.slice(0, 16),
      )
    })

    test('their places differ from answer to answer', async () => {
      const promotions = await promotion(brand('b2'), 10)
      const places = await Promise.all(
        Array.from({ length: 12 }, async () =>
          (await ask({ numResults: 10, promotions })).findIndex(({ promotionName }) => promotionName !== undefined),
        ),
      )
      assert.ok(new Set(places).size > 1)
    })

    test('too few to promote: others fill; an item that would stand there anyway has no reason', async () => {
      const [first] = await whole()
      const price = numberOf(first?.itemId) + 0.5
      const mixed = await ask({
        numResults: 10,
        promotions: await promotion(`INCLUDE ItemID WHERE Items.PRICE = ${price}`, 50),
      })
      assert.equal(mixed.length, 10)
      assert.equal(new Set(mixed.map(({ itemId: id }) => id)).size, 10)
      const promoted = mixed.filter(({ promotionName }) => promotionName !== undefined)
      assert.deepEqual(promoted, [{ ...first, promotionName: 'sale' }])
    })

    test('values of its own; all places; at least one', async () => {
      const expression = 'INCLUDE ItemID WHERE Items.BRAND_NAME IN ($B)'
      const own = { filterValues: { B: '"b4"' } }
      const namesOf = async (numResults: number, percent: number) =>
        (await ask({ numResults, promotions: await promotion(expression, percent, own) })).map(
          ({ promotionName, itemId: id }) => promotionName !== undefined && numberOf(id) % 5 === 4,
        )
      assert.deepEqual(await namesOf(4, 100), [true, true, true, true])
      assert.equal((await namesOf(10, 1)).filter(Boolean).length, 1)
      assert.equal((await namesOf(10, 25)).filter(Boolean).length, 3)
    })

    test('other recipes give no reasons and no scores', async () => {
      const mixed = await ask({ campaignArn: popular, numResults: 10, promotions: await promotion(brand('b3')) })
      assert.equal(mixed.filter(({ promotionName }) => promotionName === 'sale').length, 2)
      assert.ok(mixed.every(item => !('score' in item) && !('reason' in item)))
    })

    test('what is refused', async () => {
      const filterArn = await filter(brand('b1'))
      const lacking = [
        { name: 'sale', filterArn },
        { percentPromotedItems: 5, filterArn },
        { name: 'sale', percentPromotedItems: 5 },
      ]
      for (const one of lacking) await refuses(ask({ promotions: [one] }), 'InvalidInputException', /is required\.$/)
      const none = 'arn:aws:personalize:us-east-1:000000000000:filter/none'
      const missing = ask({ promotions: [{ name: 'sale', percentPromotedItems: 5, filterArn: none }] })
      await refuses(missing, 'ResourceNotFoundException')
      const hrnn = await shop.createCampaign(
        'hrnn',
        await shop.addVersion('hrnn', 'aws-hrnn', ringModel('sequence-rules')),
      )
      await shop.settled(hrnn)
      const wrong = ask({ campaignArn: hrnn, promotions: await promotion(brand('b1')) })
      await refuses(wrong, 'InvalidInputException', 'The recipe aws-hrnn does not support promotions.')
    })
  })

  describe('metadata', () => {
    test('columns by their names in any case, keys in camel case, values as text, nulls left out', async () => {
      const metadataColumns = { ITEMS: ['BRAND_NAME', 'genre', 'PRICE', 'price', 'ITEM_ID'] }
      const filterArn = await filter('INCLUDE ItemID WHERE Items.PRICE IN (6.5, 7.5)')
      const items = await ask({ filterArn, metadataColumns })
      const byId = new Map(items.map(item => [item.itemId, item.metadata]))
      assert.deepEqual(byId.get(itemId(6)), {
        brandName: 'b1',
        genre: 'g0|even',
        price: '6.5',
        itemId: itemId(6),
      })
      assert.deepEqual(byId.get(itemId(7)), {
        brandName: 'b2',
        genre: 'g1',
        price: '7.5',
        itemId: itemId(7),
      })
      const bare = await filtered(
        'INCLUDE ItemID WHERE Items.BRAND_NAME NOT IN ("b0", "b1", "b2", "b3", "b4", "fresh")',
        { metadataColumns, numResults: 5 },
      )
      assert.ok(bare.length === 5 && bare.every(({ metadata }) => Object.keys(metadata ?? { x: '' }).length === 0))
      assert.ok((await ask({ numResults: 5 })).every(item => !('metadata' in item)))
    })

    test('limits and what is refused', async () => {
      const asking = (columns: readonly string[], more: object = {}) =>
        ask({ metadataColumns: { ITEMS: columns }, ...more })
      assert.equal((await asking(['PRICE'], { numResults: 50 })).length, 50)
      await refuses(asking(['PRICE'], { numResults: 51 }), 'InvalidInputException', /at most 50 with metadata/)
      await refuses(asking(['COLOUR']), 'InvalidInputException', 'The Items schema has no field COLOUR.')
      await refuses(asking(['IS_NEW']), 'InvalidInputException', /boolean fields are not returned/)
      const many = Array.from({ length: 11 }, (_, at) => `C${at}`)
      await refuses(asking(many), 'InvalidInputException', /at most 10 columns/)
      await refuses(ask({ metadataColumns: { USERS: ['AGE'] } }), 'InvalidInputException', /ITEMS as its only key/)
      await refuses(asking(['PRICE'], { campaignArn: popular }), 'InvalidInputException', /^Metadata is not enabled/)
      assert.equal((await asking([], { campaignArn: popular, numResults: 60 })).length, 60)
    })

    test('a campaign has it when it is switched on; rankings carry it for 50 ids', async () => {
      await shop.updateCampaign(ranking, {
        campaignConfig: { enableMetadataWithRecommendations: true },
        minProvisionedTPS: 1,
      })
      const rank = (count: number) =>
        shop.call(getPersonalizedRanking, {
          campaignArn: ranking,
          userId: userId(1),
          inputList: Array.from({ length: count }, (_, at) => itemId(at)),
          metadataColumns: { ITEMS: ['PRICE'] },
        })
      await refuses(rank(51), 'InvalidInputException')
      await shop.settled(ranking)
      await refuses(rank(51), 'InvalidInputException', 'inputList can hold at most 50 ids with metadata.')
      const { personalizedRanking = [] } = await rank(50)
      for (const { itemId: id, metadata } of personalizedRanking)
        assert.deepEqual(metadata, { price: `${numberOf(id)}.5` })
    })

    test('a campaign that moves to an older recipe, of another solution of its group, has it no longer', async () => {
      const versionOf = (name: string, recipe: string) =>
        shop.addVersion(name, recipe, ringModel('sequence-rules', { itemCount }))
      const campaignArn = await shop.createCampaign('moving', await versionOf('newer', 'aws-user-personalization-v2'))
      await shop.settled(campaignArn)
      const priced = () => ask({ campaignArn, numResults: 2, metadataColumns: { ITEMS: ['PRICE'] } })
      assert.equal((await priced()).length, 2)
      const solutionVersionArn = await versionOf('older', 'aws-user-personalization')
      await shop.updateCampaign(campaignArn, { solutionVersionArn, minProvisionedTPS: 1 })
      const moved = await shop.settled(campaignArn)
      assert.equal(moved.parent, (await shop.records.get(solutionVersionArn))?.parent)
      await refuses(priced(), 'InvalidInputException', /not enabled/)
    })
  })
})

test('a setting makes filters look at the newest events of a type only, as the original does', async () => {
  const shop = await openDeployment({ filterEventsPerTypeMax: 2 })
  try {
    await addGroup(shop)
    const version = await shop.addVersion(
      'v',
      'aws-user-personalization',
      ringModel('sequence-rules', { itemCount: 10 }),
    )
    const campaignArn = await shop.createCampaign('c', version)
    await shop.settled(campaignArn)
    for (const item of [1, 2, 3]) await putEvent(shop, { userId: 'ann', itemId: itemId(item), eventType: 'buy' })
    await putEvent(shop, { userId: 'ann', itemId: itemId(4), eventType: 'view' })
    const filterArn = await addFilter(shop, 'seen', 'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")')
    const { itemList = [] } = await shop.call(getRecommendations, { campaignArn, userId: 'ann', filterArn })
    assert.deepEqual(itemList.map(({ itemId: id }) => numberOf(id)).toSorted(), [2, 3, 4])
  } finally {
    await shop.close()
  }
})
