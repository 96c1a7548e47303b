/**
 * The context of a request, and what a record says of its user, seen in answers. The data: on phones people take the first
 * twenty items, at desks the others, whoever they are; members of one plan the even ones, of the other the odd ones.
 */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PersonalizeEvents } from '@aws-sdk/client-personalize-events'
import { seededRandom } from '../../src/base/random.ts'
import { eventsClient } from '../fixtures/server/streams.ts'
import { interactionsSchema, recipe, usersSchema, World } from '../fixtures/server/world.ts'
import { memberEffect } from './member-effect.ts'

const deviceField = '{"name":"DEVICE","type":["null","string"],"categorical":true}'
const schema = interactionsSchema.replace('{"name":"TIMESTAMP"', `${deviceField},{"name":"TIMESTAMP"`)
const userCount = 150
const planOf = (user: number): string => (user % 2 === 0 ? 'gold' : 'basic')

function interactionsCsv(): string {
  const random = seededRandom(4)
  const lines = ['USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,DEVICE,TIMESTAMP']
  for (let user = 0; user < userCount; user++)
    for (let at = 0; at < 14; at++) {
      const device = random.below(2)
      const item = 20 * device + 2 * random.below(10) + (user % 2)
      lines.push(
        `user-${user},item-${item},view,,${device === 0 ? 'phone' : 'desk'},${1_700_000_000 + user * 100 + at}`,
      )
    }
  return `${lines.join('\n')}\n`
}

const usersCsv = (): string =>
  ['USER_ID,PLAN', ...Array.from({ length: userCount }, (_, user) => `user-${user},${planOf(user)}`), ''].join('\n')

let world: World
let events: PersonalizeEvents
let usersArn: string
const campaigns = { personal: '', ranking: '', withoutDevice: '' }

before(async () => {
  world = await World.start('--sequence-minutes', '0')
  events = eventsClient(world)
  const group = await world.group()
  await world.import(await world.dataset(group, 'Interactions', schema), interactionsCsv())
  usersArn = await world.dataset(group, 'Users', usersSchema)
  await world.import(usersArn, usersCsv())
  const deployed = async (name: string, members: object = {}) =>
    world.campaign(await world.version(await world.solution({ recipeArn: recipe(name), ...members }, group)))
  campaigns.personal = await deployed('user-personalization-v2')
  campaigns.ranking = await deployed('personalized-ranking-v2')
  const trainingDataConfig = { excludedDatasetColumns: { INTERACTIONS: ['DEVICE'] } }
  campaigns.withoutDevice = await deployed('user-personalization-v2', { solutionConfig: { trainingDataConfig } })
})

after(async () => {
  events?.destroy()
  await world?.end()
})

type Given = Readonly<Record<string, string>>

async function recommended(userId: string, context?: Given, campaignArn = campaigns.personal) {
  const input = { campaignArn, userId, numResults: 10, ...(context && { context }) }
  const { itemList = [] } = await world.runtime.getRecommendations(input)
  return itemList.map(({ itemId = '' }) => itemId)
}

async function ranked(context: Given): Promise<readonly string[]> {
  const inputList = ['item-2', 'item-22', 'item-4', 'item-24']
  const input = { campaignArn: campaigns.ranking, userId: 'user-4', inputList, context }
  return ((await world.runtime.getPersonalizedRanking(input)).personalizedRanking ?? []).map(
    ({ itemId = '' }) => itemId,
  )
}

const numberOf = (itemId: string): number => Number(itemId.slice(5))
const [phone, desk] = [{ DEVICE: 'phone' }, { DEVICE: 'desk' }]

memberEffect({ operation: 'GetRecommendations', member: 'context', sends: [phone, desk] }, async () => [
  await recommended('user-4', phone),
  await recommended('user-4', desk),
])

memberEffect({ operation: 'GetPersonalizedRanking', member: 'context', sends: [phone, desk] }, async () => [
  await ranked(phone),
  await ranked(desk),
])

test('a context shows what is taken in it, to strangers too, and ranks it first', async () => {
  for (const userId of ['user-4', 'stranger']) {
    assert.ok((await recommended(userId, phone)).filter(id => numberOf(id) < 20).length >= 7)
    assert.ok((await recommended(userId, desk)).filter(id => numberOf(id) >= 20).length >= 7)
  }
  assert.deepEqual((await ranked(phone)).slice(0, 2).map(numberOf).sort(), [2, 4])
  assert.deepEqual((await ranked(desk)).slice(0, 2).map(numberOf).sort(), [22, 24])
})

test('a context column that is excluded from training, or that the schema lacks, changes nothing', async () => {
  const plain = await recommended('user-4', undefined, campaigns.withoutDevice)
  assert.deepEqual(await recommended('user-4', phone, campaigns.withoutDevice), plain)
  assert.deepEqual(await recommended('user-4', { WEATHER: 'rain' }), await recommended('user-4'))
})

test('a user put a second ago, with nothing but a record, gets what suits it', async () => {
  for (const [at, plan] of ['gold', 'basic'].entries()) {
    const userId = `new-${plan}`
    await events.putUsers({ datasetArn: usersArn, users: [{ userId, properties: JSON.stringify({ plan }) }] })
    const list = await recommended(userId)
    assert.ok(list.filter(id => numberOf(id) % 2 === at).length >= 8, list.join())
  }
})
