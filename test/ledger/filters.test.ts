/** Filters, and what requests make of them: what is left, what is promoted, what is told of the items. */

import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { GetRecommendationsRequest } from '@aws-sdk/client-personalize-runtime'
import { interactionsCsv, itemsCsv, itemsSchema, recipe, World } from '../fixtures/server/world.ts'
import { memberEffect } from './member-effect.ts'

let world: World

before(async () => {
  world = await World.start()
})

after(() => world?.end())

interface Shop {
  readonly group: string
  readonly forUsers: string
  readonly rankings: string
  readonly oddOnes: string
  readonly byCategory: string
}

let shop: Promise<Shop> | undefined

/** A group with items in four categories, prices like their numbers, and two campaigns; made once. */
const stocked = (): Promise<Shop> => {
  shop ??= (async () => {
    const group = await world.group()
    await world.import(await world.dataset(group), interactionsCsv())
    await world.import(await world.dataset(group, 'Items', itemsSchema), itemsCsv())
    const deployed = async (name: string) =>
      world.campaign(await world.version(await world.solution({ recipeArn: recipe(name) }, group)))
    return {
      group,
      forUsers: await deployed('user-personalization-v2'),
      rankings: await deployed('personalized-ranking-v2'),
      oddOnes: await world.filter(group, 'INCLUDE ItemID WHERE Items.CATEGORY IN ("c1", "c3")'),
      byCategory: await world.filter(group, 'INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)'),
    }
  })()
  return shop
}

const c1 = { CATEGORY: '"c1"' }
const c2 = { CATEGORY: '"c2"' }

const itemsFor = async (more: Partial<GetRecommendationsRequest>) => {
  const campaignArn = (await stocked()).forUsers
  return (await world.runtime.getRecommendations({ campaignArn, userId: 'user-3', numResults: 20, ...more })).itemList
}

const idsFor = async (more: Partial<GetRecommendationsRequest>) => (await itemsFor(more))?.map(({ itemId }) => itemId)

const anyEvent = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")'

const create = async (more: { name?: string; filterExpression?: string; datasetGroupArn?: string }) => {
  const { group } = await stocked()
  const made = { name: world.fresh('made'), datasetGroupArn: group, filterExpression: anyEvent, ...more }
  return (await world.control.createFilter(made)).filterArn
}

const described = async (filterArn: string | undefined) => (await world.control.describeFilter({ filterArn })).filter

memberEffect({ operation: 'CreateFilter', member: 'name', sends: ['seen', 'bought'] }, async () => [
  (await create({ name: 'seen' }))?.split('/').at(-1),
  (await create({ name: 'bought' }))?.split('/').at(-1),
])

memberEffect({ operation: 'CreateFilter', member: 'datasetGroupArn', sends: ['with items', 'without'] }, async () => {
  const text = 'INCLUDE ItemID WHERE Items.PRICE < 3'
  const outcome = (datasetGroupArn: string) =>
    create({ datasetGroupArn, filterExpression: text }).then(
      () => 'made',
      (error: Error) => error.message,
    )
  return [await outcome((await stocked()).group), await outcome(await world.group())]
})

memberEffect(
  { operation: 'CreateFilter', member: 'filterExpression', sends: ['PRICE < 3', 'PRICE > 30'] },
  async () => {
    const { group } = await stocked()
    const left = async (condition: string) => {
      const filterArn = await world.filter(group, `INCLUDE ItemID WHERE Items.${condition}`)
      return (await idsFor({ filterArn }))?.toSorted()
    }
    const [cheap, dear] = [await left('PRICE < 3'), await left('PRICE > 37')]
    assert.deepEqual(cheap, ['item-0', 'item-1', 'item-2'])
    return [cheap, dear]
  },
)

memberEffect({ operation: 'CreateFilter', member: 'tags', sends: ['red', 'blue'] }, async () => {
  const tagged = async (tagValue: string) => {
    const { group } = await stocked()
    const tags = [{ tagKey: 'colour', tagValue }]
    const made = { name: world.fresh('made'), datasetGroupArn: group, filterExpression: anyEvent, tags }
    const { filterArn } = await world.control.createFilter(made)
    return (await world.control.listTagsForResource({ resourceArn: filterArn })).tags
  }
  return [await tagged('red'), await tagged('blue')]
})

memberEffect({ operation: 'DescribeFilter', member: 'filterArn', sends: ['one', 'another'] }, async () => {
  const { oddOnes, byCategory } = await stocked()
  return [(await described(oddOnes))?.filterExpression, (await described(byCategory))?.filterExpression]
})

const namesIn = async (datasetGroupArn: string) =>
  (await world.control.listFilters({ datasetGroupArn })).Filters?.map(({ name }) => name)

memberEffect({ operation: 'ListFilters', member: 'datasetGroupArn', sends: ['one', 'another'] }, async () => [
  await namesIn((await stocked()).group),
  await namesIn(await world.group()),
])

memberEffect({ operation: 'ListFilters', member: 'maxResults', sends: [1, 2] }, async () => {
  await stocked()
  const countOf = async (maxResults: number) => (await world.control.listFilters({ maxResults })).Filters?.length
  return [await countOf(1), await countOf(2)]
})

memberEffect({ operation: 'ListFilters', member: 'nextToken', sends: [undefined, 'of the first page'] }, async () => {
  await stocked()
  const first = await world.control.listFilters({ maxResults: 1 })
  const second = await world.control.listFilters({ maxResults: 1, nextToken: first.nextToken })
  return [first.Filters?.[0]?.name, second.Filters?.[0]?.name]
})

memberEffect({ operation: 'DeleteFilter', member: 'filterArn', sends: ['one', 'another'] }, async () => {
  const { group } = await stocked()
  const [one, another] = [await world.filter(group, anyEvent), await world.filter(group, anyEvent)]
  await world.control.deleteFilter({ filterArn: one })
  const statusOf = (filterArn: string) =>
    described(filterArn).then(
      filter => filter?.status,
      () => 'gone',
    )
  return [(await statusOf(one)) === 'ACTIVE', (await statusOf(another)) === 'ACTIVE']
})

memberEffect({ operation: 'GetRecommendations', member: 'filterArn', sends: [undefined, 'odd ones'] }, async () => {
  const odd = await idsFor({ filterArn: (await stocked()).oddOnes })
  assert.ok(odd?.length === 20 && odd.every(id => Number(id?.split('-')[1]) % 2 === 1), odd?.join(' '))
  return [await idsFor({}), odd]
})

memberEffect({ operation: 'GetRecommendations', member: 'filterValues', sends: [c1, c2] }, async () => {
  const { byCategory } = await stocked()
  return [
    await idsFor({ filterArn: byCategory, filterValues: c1 }),
    await idsFor({ filterArn: byCategory, filterValues: c2 }),
  ]
})

const sale = { name: 'sale', percentPromotedItems: 20 }

const promotedFor = async (promotion: object) => {
  const { byCategory } = await stocked()
  const promotions = [{ ...sale, filterArn: byCategory, filterValues: c1, ...promotion }]
  return (await itemsFor({ promotions }))
    ?.filter(({ promotionName }) => promotionName !== undefined)
    .map(({ itemId, promotionName }) => [itemId, promotionName])
}

memberEffect({ operation: 'GetRecommendations', member: 'promotions', sends: [undefined, [sale]] }, async () => {
  const countOf = (items: readonly { promotionName?: string }[] = []) =>
    items.filter(({ promotionName }) => promotionName !== undefined).length
  const promoted = await promotedFor({})
  assert.equal(promoted?.length, 4)
  return [countOf(await itemsFor({})), promoted?.length]
})

memberEffect({ operation: 'GetRecommendations', member: 'promotions.name', sends: ['sale', 'new'] }, async () => [
  await promotedFor({}),
  await promotedFor({ name: 'new' }),
])

memberEffect(
  { operation: 'GetRecommendations', member: 'promotions.percentPromotedItems', sends: [20, 40] },
  async () => [(await promotedFor({}))?.length, (await promotedFor({ percentPromotedItems: 40 }))?.length],
)

memberEffect(
  { operation: 'GetRecommendations', member: 'promotions.filterArn', sends: ['one', 'another'] },
  async () => [await promotedFor({}), await promotedFor({ filterArn: (await stocked()).oddOnes })],
)

memberEffect({ operation: 'GetRecommendations', member: 'promotions.filterValues', sends: [c1, c2] }, async () => [
  await promotedFor({}),
  await promotedFor({ filterValues: c2 }),
])

memberEffect(
  {
    operation: 'GetRecommendations',
    member: 'metadataColumns',
    sends: [{ ITEMS: ['PRICE'] }, { ITEMS: ['CATEGORY'] }],
  },
  async () => {
    const told = async (column: string) =>
      (await itemsFor({ metadataColumns: { ITEMS: [column] } }))?.map(one => one.metadata)
    return [await told('PRICE'), await told('CATEGORY')]
  },
)

const inputList = ['item-1', 'item-2', 'item-5', 'item-6', 'item-10']

const rankingOf = async (more: object) => {
  const campaignArn = (await stocked()).rankings
  const asked = { campaignArn, userId: 'user-3', inputList, ...more }
  return (await world.runtime.getPersonalizedRanking(asked)).personalizedRanking
}

memberEffect({ operation: 'GetPersonalizedRanking', member: 'filterArn', sends: [undefined, 'odd ones'] }, async () => {
  const odd = await rankingOf({ filterArn: (await stocked()).oddOnes })
  assert.deepEqual(odd?.map(({ itemId }) => itemId).toSorted(), ['item-1', 'item-5'])
  return [await rankingOf({}), odd]
})

memberEffect({ operation: 'GetPersonalizedRanking', member: 'filterValues', sends: [c1, c2] }, async () => {
  const { byCategory } = await stocked()
  return [
    await rankingOf({ filterArn: byCategory, filterValues: c1 }),
    await rankingOf({ filterArn: byCategory, filterValues: c2 }),
  ]
})

memberEffect(
  { operation: 'GetPersonalizedRanking', member: 'metadataColumns', sends: [undefined, { ITEMS: ['PRICE'] }] },
  async () => [await rankingOf({}), await rankingOf({ metadataColumns: { ITEMS: ['PRICE'] } })],
)
