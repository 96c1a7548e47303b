/** Event trackers, and what is streamed: seen in the answers of campaigns that were trained before. */

import { after, before } from 'node:test'
import type { Event, PersonalizeEvents } from '@aws-sdk/client-personalize-events'
import { settled } from '../fixtures/server/main-path.ts'
import { eventsClient, tracker, views } from '../fixtures/server/streams.ts'
import { interactionsCsv, itemsCsv, itemsSchema, recipe, usersSchema, World } from '../fixtures/server/world.ts'
import { memberEffect } from './member-effect.ts'

let world: World
let events: PersonalizeEvents
let group: string
let itemsArn: string
let usersArn: string
let trackingId: string
/** Trained on everything; on views alone; on values from 10 up. */
const campaigns: Record<'all' | 'views' | 'dear', string> = { all: '', views: '', dear: '' }

before(async () => {
  world = await World.start()
  events = eventsClient(world)
  group = await world.group()
  await world.import(await world.dataset(group), interactionsCsv())
  itemsArn = await world.dataset(group, 'Items', itemsSchema)
  await world.import(itemsArn, itemsCsv())
  usersArn = await world.dataset(group, 'Users', usersSchema)
  trackingId = await tracker(world, group)
  const recipeArn = recipe('user-personalization-v2')
  const deployed = async (members: object) =>
    world.campaign(await world.version(await world.solution({ recipeArn, ...members }, group)))
  campaigns.all = await deployed({})
  campaigns.views = await deployed({ eventType: 'view' })
  campaigns.dear = await deployed({ solutionConfig: { eventValueThreshold: '10' } })
})

after(async () => {
  events?.destroy()
  await world?.end()
})

const bestOf = async (campaignArn: string, userId: string) => {
  const { itemList = [] } = await world.runtime.getRecommendations({ campaignArn, userId, numResults: 10 })
  return itemList.map(({ itemId }) => itemId)
}

interface Call {
  readonly trackingId?: string
  readonly sessionId?: string
  readonly userId?: string
}

/** What a new user is recommended after these events. */
async function servedAfter(eventList: Event[], campaignArn = campaigns.all, call: Call = {}): Promise<unknown> {
  const userId = world.fresh('user')
  await events.putEvents({ trackingId, userId, sessionId: userId, eventList, ...call })
  return bestOf(campaignArn, userId)
}

const event = (more: Partial<Event> = {}): Event => ({ ...(views(30)[0] as Event), ...more })

memberEffect({ operation: 'PutEvents', member: 'eventList', sends: [['item-3'], ['item-30', 'item-31']] }, async () => [
  await servedAfter(views(3)),
  await servedAfter(views(30, 31)),
])

memberEffect({ operation: 'PutEvents', member: 'eventList.itemId', sends: ['item-3', 'item-30'] }, async () => [
  await servedAfter([event({ itemId: 'item-3' })]),
  await servedAfter([event()]),
])

memberEffect({ operation: 'PutEvents', member: 'eventList.eventType', sends: ['view', 'glance'] }, async () => [
  await servedAfter([event()], campaigns.views),
  await servedAfter([event({ eventType: 'glance' })], campaigns.views),
])

memberEffect({ operation: 'PutEvents', member: 'eventList.eventValue', sends: [50, 5] }, async () => [
  await servedAfter([event({ eventValue: 50 })], campaigns.dear),
  await servedAfter([event({ eventValue: 5 })], campaigns.dear),
])

memberEffect(
  {
    operation: 'PutEvents',
    member: 'eventList.properties',
    sends: ['{"itemId":"item-3"}', '{"itemId":"item-30"}'],
  },
  async () => [
    await servedAfter([event({ itemId: undefined, properties: '{"itemId":"item-3"}' })]),
    await servedAfter([event({ itemId: undefined, properties: '{"itemId":"item-30"}' })]),
  ],
)

memberEffect(
  { operation: 'PutEvents', member: 'eventList.sentAt', sends: ['item-3 first', 'item-30 first'] },
  async () => {
    const [early, late] = views(0, 0).map(({ sentAt }) => sentAt)
    const both = (one: Date | undefined, other: Date | undefined) => [
      event({ itemId: 'item-3', sentAt: one }),
      event({ itemId: 'item-30', sentAt: other }),
    ]
    return [await servedAfter(both(early, late)), await servedAfter(both(late, early))]
  },
)

memberEffect({ operation: 'PutEvents', member: 'eventList.eventId', sends: ['one id twice', 'two ids'] }, async () => {
  const [first, second] = views(3, 30) as [Event, Event]
  const twice = world.fresh('event')
  return [
    await servedAfter([
      { ...first, eventId: twice },
      { ...second, eventId: twice },
    ]),
    await servedAfter([
      { ...first, eventId: world.fresh('event') },
      { ...second, eventId: world.fresh('event') },
    ]),
  ]
})

interface ExploringShop {
  readonly campaignArn: string
  readonly trackingId: string
}

/** With two items that nobody has met, which it tries as often as it may. What it tried counts, so each story has its own. */
async function exploring(): Promise<ExploringShop> {
  const shop = await world.group()
  await world.import(await world.dataset(shop), interactionsCsv())
  const itemsOfShop = await world.dataset(shop, 'Items', itemsSchema)
  await world.import(itemsOfShop, `${itemsCsv()}untried,c0,1\nother,c1,2\n`)
  const version = await world.version(await world.solution({}, shop))
  const itemExplorationConfig = { explorationWeight: '1' }
  return {
    campaignArn: await world.campaign(version, { itemExplorationConfig }),
    trackingId: await tracker(world, shop),
  }
}

/** Lists of answers, those that have it first. */
async function answersOf({ campaignArn }: ExploringShop, count: number) {
  const asked = { campaignArn, userId: 'stranger', numResults: 20 }
  const answers = await Promise.all(Array.from({ length: count }, () => world.runtime.getRecommendations(asked)))
  const isTried = ({ itemList = [] }: (typeof answers)[number]) => itemList.some(({ itemId }) => itemId === 'untried')
  return answers.filter(isTried)
}

/** In 800 answers about 40 times, and 7 times once 600 events have told that it was shown. */
async function isTriedOften(shownOf: (shop: ExploringShop) => Promise<Partial<Event>>): Promise<boolean> {
  const shop = await exploring()
  const shown = await shownOf(shop)
  for (let call = 0; call < 60; call++) {
    const userId = world.fresh('viewer')
    const eventList = views(...Array.from({ length: 10 }, (_, at) => at)).map(one => ({ ...one, ...shown }))
    await events.putEvents({ trackingId: shop.trackingId, userId, sessionId: userId, eventList })
  }
  let count = 0
  for (let round = 0; round < 40; round++) count += (await answersOf(shop, 20)).length
  return count > 20
}

const answerWithIt = async (shop: ExploringShop): Promise<string> => {
  for (;;) {
    const [answer] = await answersOf(shop, 5)
    if (answer?.recommendationId) return answer.recommendationId
  }
}

memberEffect({ operation: 'PutEvents', member: 'eventList.impression', sends: ['item-1', 'untried'] }, async () => [
  await isTriedOften(async () => ({ impression: ['item-1'] })),
  await isTriedOften(async () => ({ impression: ['untried'] })),
])

memberEffect(
  { operation: 'PutEvents', member: 'eventList.recommendationId', sends: ['of no answer', 'of one that tried'] },
  async () => [
    await isTriedOften(async () => ({ recommendationId: 'RID-nobody' })),
    await isTriedOften(async shop => ({ recommendationId: await answerWithIt(shop) })),
  ],
)

memberEffect({ operation: 'PutEvents', member: 'trackingId', sends: ['of the group', 'of another'] }, async () => {
  const other = await world.group()
  await world.dataset(other)
  return [
    await servedAfter([event()]),
    await servedAfter([event()], campaigns.all, { trackingId: await tracker(world, other) }),
  ]
})

memberEffect({ operation: 'PutEvents', member: 'userId', sends: ['the user', undefined] }, async () => [
  await servedAfter([event()]),
  await servedAfter([event()], campaigns.all, { userId: undefined, sessionId: world.fresh('session') }),
])

memberEffect({ operation: 'PutEvents', member: 'sessionId', sends: ['the same session', 'another'] }, async () => {
  const after = async (second: string) => {
    const first = world.fresh('session')
    await events.putEvents({ trackingId, sessionId: first, eventList: views(30, 31) })
    return servedAfter([event({ itemId: 'item-3' })], campaigns.all, { sessionId: second || first })
  }
  return [await after(''), await after(world.fresh('session'))]
})

/** Prices as answers carry them. */
async function pricesNow(): Promise<unknown> {
  const { itemList = [] } = await world.runtime.getRecommendations({
    campaignArn: campaigns.all,
    userId: 'user-3',
    numResults: 40,
    metadataColumns: { ITEMS: ['PRICE'] },
  })
  return itemList.map(({ itemId, metadata }) => [itemId, metadata?.price])
}

const pricesAfter = async (itemId: string, price: number, datasetArn = itemsArn) => {
  for (const id of ['item-1', 'item-2']) await events.putItems({ datasetArn: itemsArn, items: [{ itemId: id }] })
  await events.putItems({ datasetArn, items: [{ itemId, properties: JSON.stringify({ price }) }] })
  return pricesNow()
}

memberEffect({ operation: 'PutItems', member: 'items', sends: ['item-1', 'item-2'] }, async () => [
  await pricesAfter('item-1', 7),
  await pricesAfter('item-2', 7),
])

memberEffect({ operation: 'PutItems', member: 'items.itemId', sends: ['item-1', 'item-2'] }, async () => [
  await pricesAfter('item-1', 7),
  await pricesAfter('item-2', 7),
])

memberEffect({ operation: 'PutItems', member: 'items.properties', sends: ['{"price":7}', '{"price":8}'] }, async () => [
  await pricesAfter('item-1', 7),
  await pricesAfter('item-1', 8),
])

memberEffect({ operation: 'PutItems', member: 'datasetArn', sends: ['of the group', 'of another'] }, async () => {
  const other = await world.dataset(await world.group(), 'Items', itemsSchema)
  return [await pricesAfter('item-1', 7), await pricesAfter('item-1', 7, other)]
})

let goldOnly: Promise<string> | undefined

/** A filter that takes the first half of the categories from users with the plan `gold`. */
function goldFilter(): Promise<string> {
  goldOnly ??= (async () => {
    const { filterArn = '' } = await world.control.createFilter({
      name: world.fresh('filter'),
      datasetGroupArn: group,
      filterExpression: 'EXCLUDE ItemID WHERE Items.CATEGORY IN ("c0", "c3") IF CurrentUser.PLAN = "gold"',
    })
    await settled('filter', async () => (await world.control.describeFilter({ filterArn })).filter)
    return filterArn
  })()
  return goldOnly
}

async function filteredAfter(userId: string, properties: string, datasetArn = usersArn): Promise<unknown> {
  for (const id of ['user-5', 'user-6']) await events.putUsers({ datasetArn: usersArn, users: [{ userId: id }] })
  await events.putUsers({ datasetArn, users: [{ userId, properties }] })
  const filterArn = await goldFilter()
  const asked = { campaignArn: campaigns.all, userId: 'user-5', numResults: 10, filterArn }
  return (await world.runtime.getRecommendations(asked)).itemList?.map(({ itemId }) => itemId)
}

const gold = '{"plan":"gold"}'

memberEffect({ operation: 'PutUsers', member: 'users', sends: ['user-5', 'user-6'] }, async () => [
  await filteredAfter('user-5', gold),
  await filteredAfter('user-6', gold),
])

memberEffect({ operation: 'PutUsers', member: 'users.userId', sends: ['user-5', 'user-6'] }, async () => [
  await filteredAfter('user-5', gold),
  await filteredAfter('user-6', gold),
])

memberEffect({ operation: 'PutUsers', member: 'users.properties', sends: [gold, '{"plan":"basic"}'] }, async () => [
  await filteredAfter('user-5', gold),
  await filteredAfter('user-5', '{"plan":"basic"}'),
])

memberEffect({ operation: 'PutUsers', member: 'datasetArn', sends: ['of the group', 'of another'] }, async () => {
  const other = await world.dataset(await world.group(), 'Users', usersSchema)
  return [await filteredAfter('user-5', gold), await filteredAfter('user-5', gold, other)]
})

const describe = async (eventTrackerArn: string | undefined) =>
  (await world.control.describeEventTracker({ eventTrackerArn })).eventTracker

const create = async (members: { name?: string; tags?: { tagKey: string; tagValue: string }[] } = {}) => {
  const datasetGroupArn = await world.group()
  const { eventTrackerArn } = await world.control.createEventTracker({ name: 'site', datasetGroupArn, ...members })
  return { eventTrackerArn, datasetGroupArn }
}

memberEffect({ operation: 'CreateEventTracker', member: 'name', sends: ['web', 'app'] }, async () => {
  const nameOf = async (name: string) => (await describe((await create({ name })).eventTrackerArn))?.name
  return [await nameOf('web'), await nameOf('app')]
})

memberEffect(
  { operation: 'CreateEventTracker', member: 'datasetGroupArn', sends: ['one group', 'another'] },
  async () => {
    const groupOf = async () => (await describe((await create()).eventTrackerArn))?.datasetGroupArn
    return [await groupOf(), await groupOf()]
  },
)

memberEffect({ operation: 'CreateEventTracker', member: 'tags', sends: [undefined, 'one tag'] }, async () => {
  const tagsOf = async (tags?: { tagKey: string; tagValue: string }[]) => {
    const { eventTrackerArn: resourceArn } = await create(tags && { tags })
    return (await world.control.listTagsForResource({ resourceArn })).tags
  }
  return [await tagsOf(), await tagsOf([{ tagKey: 'team', tagValue: 'web' }])]
})

memberEffect({ operation: 'DescribeEventTracker', member: 'eventTrackerArn', sends: ['one', 'another'] }, async () => [
  (await describe((await create({ name: 'one' })).eventTrackerArn))?.name,
  (await describe((await create({ name: 'another' })).eventTrackerArn))?.name,
])

const namesIn = async (input: { datasetGroupArn?: string; maxResults?: number; nextToken?: string }) => {
  const { eventTrackers = [], nextToken } = await world.control.listEventTrackers(input)
  return { count: eventTrackers.length, arns: eventTrackers.map(one => one.eventTrackerArn), nextToken }
}

memberEffect(
  { operation: 'ListEventTrackers', member: 'datasetGroupArn', sends: ['one group', 'another'] },
  async () => {
    const [one, other] = [await create(), await create()]
    return [
      (await namesIn({ datasetGroupArn: one.datasetGroupArn })).arns,
      (await namesIn({ datasetGroupArn: other.datasetGroupArn })).arns,
    ]
  },
)

memberEffect({ operation: 'ListEventTrackers', member: 'maxResults', sends: [1, 2] }, async () => {
  await create()
  await create()
  return [(await namesIn({ maxResults: 1 })).count, (await namesIn({ maxResults: 2 })).count]
})

memberEffect({ operation: 'ListEventTrackers', member: 'nextToken', sends: [undefined, 'of page 1'] }, async () => {
  await create()
  await create()
  const first = await namesIn({ maxResults: 1 })
  return [first.arns, (await namesIn({ maxResults: 1, nextToken: first.nextToken })).arns]
})

memberEffect({ operation: 'DeleteEventTracker', member: 'eventTrackerArn', sends: ['one', 'another'] }, async () => {
  const left = async (which: 0 | 1) => {
    const made = [await create(), await create()]
    for (const { eventTrackerArn } of made) await settled('tracker', () => describe(eventTrackerArn))
    await world.control.deleteEventTracker({ eventTrackerArn: made[which]?.eventTrackerArn })
    const isActive = async (arn: string | undefined) =>
      describe(arn).then(
        one => one?.status === 'ACTIVE',
        () => false,
      )
    return Promise.all(made.map(({ eventTrackerArn }) => isActive(eventTrackerArn)))
  }
  return [await left(0), await left(1)]
})
