/** Why items stand in answers or do not, over real records, models, profiles and streamed data. */

import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { itemId, ringModel, userId } from '../../../test/fixtures/data/model-files.ts'
import { addFilter, addGroup, putAll, putEvent, ringItems } from '../../../test/fixtures/data/stocked-shop.ts'
import { type Deployment, openDeployment } from '../../../test/fixtures/inside/deployment.ts'
import { refuses } from '../../../test/fixtures/inside/shop-states.ts'
import type { RecommenderModel } from '../../artifacts/recommender-artifact.ts'
import type { OperationContext } from '../../operations/context.ts'
import { putEvents } from '../../operations/events/put-events.ts'
import { getPersonalizedRanking } from '../../operations/runtime/get-personalized-ranking.ts'
import { getRecommendations } from '../../operations/runtime/get-recommendations.ts'
import type { Serving } from '../../serving/serving.ts'
import type { Extension } from '../../wire/extension.ts'
import { whyExtension } from './why.ts'

const itemCount = 200

interface Told {
  readonly state: string
  readonly message?: string
  readonly answer: { readonly items: readonly { itemId: string; promotionName?: string; propensity?: number }[] }
  // biome-ignore lint/suspicious/noExplicitAny: the JSON of an answer, looked into by asserts.
  readonly item: any
}

describe('why', () => {
  let shop: Deployment
  const campaigns = new Map<string, string>()
  const deployed = async (name: string, recipe: string, model: RecommenderModel, config: object = {}) => {
    const arn = await shop.createCampaign(name, await shop.addVersion(name, recipe, model), config)
    await shop.settled(arn)
    campaigns.set(name, arn)
  }
  before(async () => {
    shop = await openDeployment()
    await addGroup(shop)
    const blend = ringModel('blend', { itemCount })
    await deployed('blend', 'aws-user-personalization-v2', blend)
    await deployed('rules', 'aws-user-personalization-v2', ringModel('sequence-rules', { itemCount }))
    await deployed('alike', 'aws-sims', ringModel('related-items', { itemCount }))
    await deployed('popular', 'aws-popularity-count', ringModel('popularity', { itemCount }))
    await deployed('ranking', 'aws-personalized-ranking', blend)
    assert.ok(blend.kind === 'blend')
    const ageDays = Float32Array.from({ length: itemCount }, (_, item) => (item >= 190 ? 1 : 90))
    const facts = { ageDays, userCounts: new Uint32Array(itemCount) }
    await deployed('curious', 'aws-user-personalization', { ...blend, facts }, explorationWeight('1'))
    await putAll(shop, ringItems(190))
  })
  after(() => shop.close())

  const explorationWeight = (explorationWeight: string) => ({ itemExplorationConfig: { explorationWeight } })

  let userCount = 0
  /** Somebody who has viewed these, one after the other. */
  const visitor = async (...items: readonly number[]): Promise<string> => {
    const id = `visitor-${userCount++}`
    for (const item of items) await putEvent(shop, { userId: id, itemId: itemId(item), eventType: 'view' })
    return id
  }
  const answer = (name: string, more: object) =>
    shop.call(getRecommendations, { campaignArn: campaigns.get(name), numResults: 10, ...more })
  const ask = async (name: string, more: object) => {
    const { itemList = [], recommendationId = '' } = await answer(name, more)
    return { recommendationId, ids: itemList.map(({ itemId: id = '' }) => id), itemList }
  }
  const why = async (recommendationId: string, item?: string, caller = {}): Promise<Told> =>
    (await shop.ask(whyExtension, { recommendationId, ...(item && { itemId: item }) }, caller)) as Told

  for (const name of ['blend', 'rules'])
    test(`${name}: what a user viewed last carries what follows it`, async () => {
      const { recommendationId, ids } = await ask(name, { userId: await visitor(3, 40) })
      assert.equal(ids[0], itemId(41))
      const { state, item } = await why(recommendationId, ids[0])
      assert.equal(state, 'kept')
      assert.deepEqual([item.place, item.modelPlace, item.model, item.history], [1, 1, 'as then', 'as then'])
      assert.equal(item.candidateCount, itemCount)
      const [first] = item.events
      assert.deepEqual([first.itemId, first.eventType], [itemId(40), 'view'])
      assert.equal(first.time, new Date(1_700_000_000_000).toISOString())
      assert.ok(first.share > 0.4, `${first.share}`)
      const amounts = [...item.events, item.popularity, item.repeat, item.together, item.adjusted].filter(Boolean)
      const total = amounts.reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0)
      assert.ok(Math.abs(total - item.score) < 1e-4, `${total} is not ${item.score}`)
      const shares = amounts.reduce((sum: number, { share }: { share: number }) => sum + Math.abs(share), 0)
      assert.ok(Math.abs(shares - 1) < 1e-4)
    })

  test('what came after the answer is left out, and what it was made of stays told', async () => {
    const user = await visitor(3, 40)
    const { recommendationId, ids } = await ask('blend', { userId: user })
    const { item: before } = await why(recommendationId, ids[0])
    await putEvent(shop, { userId: user, itemId: itemId(20), eventType: 'view' })
    assert.notDeepEqual((await ask('blend', { userId: user })).ids, ids)
    assert.deepEqual((await why(recommendationId, ids[0])).item, before)
  })

  /** The first question of an answer to the model is followed by an event, before the answer is kept. */
  const interrupted = (put: () => Promise<unknown>): Extension<OperationContext> => ({
    ...{ method: 'GET', path: '/interrupted' },
    handle: async (input, context) => {
      let isPut = false
      const recommend: Serving['recommend'] = async request => {
        const scored = await context.serving.recommend(request)
        if (!isPut) await put()
        isPut = true
        return scored
      }
      return getRecommendations.handle!(input as never, { ...context, serving: { ...context.serving, recommend } })
    },
  })

  test('what came between scoring and keeping is left out, too, and out of the promotion of the same answer', async () => {
    const filterArn = await addFilter(shop, 'unseen', 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("view")')
    const promotions = [{ name: 'unseen', percentPromotedItems: 10, filterArn }]
    for (const more of [{}, { promotions }]) {
      const user = await visitor(3, 40)
      const put = () => putEvent(shop, { userId: user, itemId: itemId(41), eventType: 'view' })
      const asked = { campaignArn: campaigns.get('blend'), userId: user, numResults: 10, ...more }
      const answered = (await shop.ask(interrupted(put), asked)) as Awaited<ReturnType<typeof answer>>
      assert.ok(answered.itemList?.some(({ itemId: id }) => id === itemId(41)))
      const { item } = await why(answered.recommendationId ?? '', itemId(41))
      const seen = item.events.map((event: { itemId: string }) => event.itemId)
      assert.deepEqual([seen, item.history], [[itemId(40), itemId(3)], 'as then'])
    }
  })

  test('an event that came late, with an earlier time, is said to have changed the history', async () => {
    const user = 'late'
    const put = (item: number, sentAt: number) =>
      shop.call(putEvents, {
        ...{ trackingId: '11111111-2222-4333-8444-555555555555', userId: user, sessionId: 'of-late' },
        eventList: [{ itemId: itemId(item), eventType: 'view', sentAt }],
      })
    await put(3, 1_700_000_000)
    await put(40, 1_700_000_100)
    const { recommendationId, ids } = await ask('blend', { userId: user })
    await put(20, 1_700_000_200)
    assert.equal((await why(recommendationId, ids[0])).item.history, 'as then')
    await put(21, 1_700_000_050)
    assert.equal((await why(recommendationId, ids[0])).item.history, 'changed since')
  })

  test('somebody nobody knows starts with what is popular', async () => {
    const { recommendationId, ids } = await ask('blend', { userId: 'stranger' })
    const { item } = await why(recommendationId, ids[0])
    assert.deepEqual(item.events, [])
    assert.equal(Math.abs(item.popularity.share), 1)
  })

  test('whom only the model remembers has its history, without days', async () => {
    const { recommendationId, ids } = await ask('blend', { userId: userId(6) })
    const { item } = await why(recommendationId, ids[0])
    assert.ok(item.events.length > 0)
    for (const event of item.events) assert.deepEqual(Object.keys(event), ['itemId', 'amount', 'share'])
  })

  test('the answer itself is told: what was asked and what came', async () => {
    const user = await visitor(7)
    const { recommendationId, ids } = await ask('blend', { userId: user, context: { DEVICE: 'phone' } })
    const { answer, item } = (await why(recommendationId)) as Told & { answer: Record<string, unknown> }
    assert.equal(item, undefined)
    assert.deepEqual(
      answer.items,
      ids.map(id => ({ itemId: id })),
    )
    assert.deepEqual(answer.asked, { userId: user, numResults: 10, context: { DEVICE: 'phone' } })
    assert.deepEqual(
      [answer.operation, answer.campaignArn, answer.recipe],
      ['GetRecommendations', campaigns.get('blend'), 'aws-user-personalization-v2'],
    )
  })

  test('an item further down: its rank', async () => {
    const user = await visitor(40)
    const whole = (await ask('blend', { userId: user, numResults: 200 })).ids
    const { recommendationId } = await ask('blend', { userId: user })
    const { item } = await why(recommendationId, whole[101])
    assert.equal(item.place, undefined)
    assert.equal(item.modelPlace, 102)
    assert.deepEqual(item.missing, { because: 'rank', message: 'ranked 102nd of 200, and the answer has 10' })
    assert.match((await why(recommendationId, whole[110])).item.missing.message, /^ranked 111th of 200/)
  })

  test('an item that a filter took out: by which expression, and what of the user or the item', async () => {
    const user = await visitor(40)
    await putEvent(shop, { userId: user, itemId: itemId(41), eventType: 'buy' })
    const text = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy")'
    const filterArn = await addFilter(shop, 'bought', text)
    const { recommendationId, ids } = await ask('blend', { userId: user, filterArn })
    assert.ok(!ids.includes(itemId(41)))
    const { item } = await why(recommendationId, itemId(41))
    const time = new Date(1_700_000_000_000).toISOString()
    assert.equal(item.missing.because, 'filter')
    assert.equal(item.missing.message, `removed by ${text}: the user's "buy" event with the item on ${time}`)
    assert.deepEqual(item.missing.objections[0].conditions, [
      { condition: 'Interactions.EVENT_TYPE IN ("buy")', event: { eventType: 'buy', time } },
    ])
    assert.deepEqual(item.filter, { filterArn, expression: text })
    // What is bought afterwards was no reason then.
    await putEvent(shop, { userId: user, itemId: ids[0]!, eventType: 'buy' })
    assert.equal((await why(recommendationId, ids[0])).item.place, 1)
    assert.equal((await why(recommendationId, ids[0])).item.missing, undefined)
  })

  test('what is bought after an answer that looks at nobody’s history was no reason either', async () => {
    const user = await visitor(40)
    await putEvent(shop, { userId: user, itemId: itemId(3), eventType: 'buy' })
    const filterArn = await addFilter(shop, 'had', 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy")')
    const { recommendationId, ids } = await ask('alike', { itemId: itemId(5), userId: user, filterArn })
    const further = [100, 101].map(itemId).find(id => !ids.includes(id))!
    await putEvent(shop, { userId: user, itemId: further, eventType: 'buy' })
    const because = async (id: string) => (await why(recommendationId, id)).item.missing.because
    assert.deepEqual([await because(itemId(3)), await because(further)], ['filter', 'rank'])
  })

  test('an item that no INCLUDE let in: the value that failed, and the values of the request', async () => {
    const filterArn = await addFilter(
      shop,
      'cheap',
      'INCLUDE ItemID WHERE Items.PRICE < $MAX AND Items.BRAND_NAME IN ("b1")',
    )
    const user = await visitor(40)
    const { recommendationId } = await ask('blend', { userId: user, filterArn, filterValues: { MAX: '20' } })
    const { item } = await why(recommendationId, itemId(41))
    assert.equal(item.missing.because, 'filter')
    assert.match(item.missing.message, /^not let in by INCLUDE ItemID WHERE Items\.PRICE < \(\$MAX\)/)
    assert.match(item.missing.message, /the item's PRICE is 41/)
    assert.deepEqual(item.filter.filterValues, { MAX: '20' })
    // Among what was allowed the place is told without the others.
    const [first] = (await why(recommendationId)).answer.items
    assert.equal((await why(recommendationId, first!.itemId)).item.modelPlace, 1)
  })

  test('an item nobody knows, one that came after the model, and one that is never recommended', async () => {
    const { recommendationId } = await ask('blend', { userId: await visitor(40) })
    assert.equal((await why(recommendationId, 'nothing')).item.missing.because, 'unknown item')
    await putAll(shop, [['fresh', { price: 1 }]])
    assert.equal((await why(recommendationId, 'fresh')).item.missing.because, 'not in this model')
    const now = await ask('blend', { userId: await visitor(40), numResults: itemCount + 1 })
    const { item } = await why(now.recommendationId, 'fresh')
    assert.ok(item.place > 0)
    assert.ok([itemId(0), itemId(1)].includes(item.alike[0].itemId), 'the nearest price')
    assert.equal(item.missing, undefined)
    const alike = await ask('alike', { itemId: itemId(5) })
    assert.equal((await why(alike.recommendationId, itemId(5))).item.missing.because, 'never recommended')
  })

  test('models without a history: nearness to the item, users who took it', async () => {
    const alike = await ask('alike', { itemId: itemId(5) })
    const { item } = await why(alike.recommendationId, alike.ids[0])
    assert.deepEqual([item.orderedBy.what, item.orderedBy.neighbour, item.place], ['nearness', 1, 1])
    const popular = await ask('popular', { userId: userId(1) })
    const { item: first } = await why(popular.recommendationId, popular.ids[0])
    assert.equal(first.orderedBy.what, 'users')
    assert.ok(first.orderedBy.amount > 0)
  })

  test('a related item: how many users it has in common with the item asked about', async () => {
    await visitor(150, 151, 150, 152)
    await visitor(151, 150)
    await visitor(151)
    const { recommendationId } = await ask('alike', { itemId: itemId(150) })
    const common = async (item: string) => (await why(recommendationId, item)).item.commonUsers
    assert.deepEqual(await common(itemId(151)), { both: 2, asked: 2, item: 3 })
    assert.deepEqual(await common(itemId(152)), { both: 1, asked: 2, item: 1 })
    assert.deepEqual(await common(itemId(153)), { both: 0, asked: 2, item: 0 })
    assert.deepEqual(await common('never-seen'), { both: 0, asked: 2, item: 0 })
    const popular = await ask('popular', { userId: userId(1) })
    assert.equal((await why(popular.recommendationId, popular.ids[0])).item.commonUsers, undefined)
  })

  test('a promoted item: the promotion, its filter, and its place there; who lost a place to it', async () => {
    const filterArn = await addFilter(shop, 'dear', 'INCLUDE ItemID WHERE Items.PRICE >= 180')
    const user = await visitor(40)
    const plain = (await ask('blend', { userId: user })).ids
    const promotions = [{ name: 'dear', percentPromotedItems: 20, filterArn }]
    const { recommendationId, itemList } = await ask('blend', { userId: user, promotions })
    const promoted = itemList.find(({ promotionName }) => promotionName === 'dear')!
    const { item } = await why(recommendationId, promoted.itemId)
    assert.deepEqual(item.promotion, { name: 'dear', percent: 20 })
    assert.equal(item.filter.expression, 'INCLUDE ItemID WHERE Items.PRICE >= 180')
    assert.ok(item.modelPlace <= 2 && item.candidateCount === 10)
    const lost = plain[9]!
    assert.equal((await why(recommendationId, lost)).item.missing.because, 'promotion')
  })

  test('an item that is explored: drawn with its propensity, which outlives the server', async () => {
    const user = await visitor(40)
    const ids = new Set<string>()
    for (let turn = 0; turn < 40; turn++) {
      const { recommendationId } = await ask('curious', { userId: user })
      const { answer } = await why(recommendationId)
      const drawn = answer.items.find(item => (item as { isExplored?: boolean }).isExplored)
      if (!drawn) continue
      ids.add(recommendationId)
      assert.ok(drawn.propensity! > 0 && drawn.propensity! < 1)
      const { item } = await why(recommendationId, drawn.itemId)
      assert.deepEqual(item.exploration, { isExplored: true, propensity: drawn.propensity })
      assert.ok(drawn.itemId === 'fresh' || Number(drawn.itemId.split('-')[1]) >= 190)
    }
    assert.ok(ids.size > 5, `${ids.size} answers explored`)
  })

  test('a ranking: places among its items, and what was not asked about', async () => {
    const user = await visitor(40)
    const inputList = [itemId(70), itemId(41), itemId(42)]
    const { personalizedRanking = [], recommendationId = '' } = await shop.call(getPersonalizedRanking, {
      campaignArn: campaigns.get('ranking'),
      userId: user,
      inputList,
    })
    assert.equal(personalizedRanking[0]!.itemId, itemId(41))
    const { item } = await why(recommendationId, itemId(41))
    assert.deepEqual([item.place, item.modelPlace, item.candidateCount], [1, 1, 3])
    assert.equal(item.events[0].itemId, itemId(40))
    assert.equal((await why(recommendationId, itemId(43))).item.missing.because, 'not asked about')
  })

  test('an unknown id, one of another account and one of another region are expired; what is no id is refused', async () => {
    const { recommendationId, ids } = await ask('blend', { userId: await visitor(1) })
    const unknown = `${recommendationId.slice(0, -12)}000000000000`
    assert.equal((await why(unknown, ids[0])).state, 'expired')
    assert.equal((await why(recommendationId, ids[0], { account: '111111111111' })).state, 'expired')
    assert.equal((await why(recommendationId, ids[0], { region: 'eu-west-1' })).state, 'expired')
    await refuses(shop.ask(whyExtension, { recommendationId: 'RID-1' }), 'InvalidInputException', /RID/)
    await refuses(shop.ask(whyExtension, {}), 'InvalidInputException', /recommendationId/)
    const long = { recommendationId, itemId: 'x'.repeat(257) }
    await refuses(shop.ask(whyExtension, long), 'InvalidInputException', /itemId/)
  })

  test('a filter made anew since is not taken for the one of then', async () => {
    const filterArn = await addFilter(shop, 'short-lived', 'EXCLUDE ItemID WHERE Items.PRICE < 10')
    const user = await visitor(40)
    const { recommendationId, ids } = await ask('blend', { userId: user, filterArn })
    await shop.records.transact(async read => {
      const record = (await read.get(filterArn))!
      return { changes: [{ type: 'remove', record }], result: undefined }
    })
    const isGone = async () => {
      assert.equal((await why(recommendationId, ids[0])).item.filter, 'gone')
      assert.equal((await why(recommendationId, itemId(5))).item.missing.because, 'filter gone')
    }
    await isGone()
    const createdAtMs = Number.MAX_SAFE_INTEGER
    await addFilter(shop, 'short-lived', 'EXCLUDE ItemID WHERE Items.PRICE < 10', { createdAtMs })
    await isGone()
  })

  test('the next server tells it too, and says so when the model is gone', async () => {
    const { recommendationId, ids } = await ask('rules', { userId: await visitor(3, 40) })
    const before = (await why(recommendationId, ids[0])).item
    shop = await shop.restart()
    assert.deepEqual((await why(recommendationId, ids[0])).item, before)
    shop = await shop.restart()
    await rm(join(shop.directory, 'models/rules.artifact'))
    const { item } = await why(recommendationId, ids[0])
    assert.deepEqual([item.place, item.model, item.events], [1, 'gone', undefined])
    assert.equal((await why(recommendationId, itemId(150))).item.missing.because, 'model gone')
    assert.equal((await why(recommendationId, userId(1))).item.missing.because, 'unknown item')
  })
})

test('what a filter does not look at any more is no reason', async () => {
  const shop = await openDeployment({ filterEventsPerTypeMax: 1 })
  try {
    await addGroup(shop)
    const version = await shop.addVersion('blend', 'aws-user-personalization-v2', ringModel('blend', { itemCount }))
    const campaignArn = await shop.createCampaign('blend', version)
    await shop.settled(campaignArn)
    for (const item of [150, 160]) await putEvent(shop, { userId: 'ann', itemId: itemId(item), eventType: 'buy' })
    const filterArn = await addFilter(shop, 'bought', 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy")')
    const asked = { campaignArn, userId: 'ann', numResults: 2, filterArn }
    const { recommendationId } = await shop.call(getRecommendations, asked)
    const because = async (item: number) =>
      ((await shop.ask(whyExtension, { recommendationId, itemId: itemId(item) })) as Told).item.missing.because
    assert.deepEqual([await because(160), await because(150)], ['filter', 'rank'])
  } finally {
    await shop.close()
  }
})
