/** Two other questions of the same data: what goes with this item, and in which order should this user see these items. */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { interactionsCsv, recipe, World } from '../fixtures/server/world.ts'

describe('related items and rankings', () => {
  let world: World

  before(async () => {
    world = await World.start()
  })

  after(() => world?.end())

  test('SIMS: items that the same users took, the item itself never among them', async () => {
    const campaignArn = await world.campaign(await world.version(await world.solution({ recipeArn: recipe('sims') })))
    const { itemList = [] } = await world.runtime.getRecommendations({ campaignArn, itemId: 'item-3', numResults: 10 })
    const ids = itemList.map(({ itemId }) => itemId)
    assert.equal(ids.length, 10)
    assert.ok(!ids.includes('item-3'), ids.join(' '))
    assert.ok(
      itemList.every(({ score }) => score === undefined),
      'SIMS has no scores',
    )
    await assert.rejects(world.runtime.getRecommendations({ campaignArn }), { message: /itemId is required/ })
  })

  test('Personalized-Ranking: each known item once with a share, strangers last and without', async () => {
    const solution = await world.solution({ recipeArn: recipe('personalized-ranking-v2') })
    const campaignArn = await world.campaign(await world.version(solution))
    const inputList = ['item-30', 'no-such-item', 'item-4', 'item-4', 'item-22']
    const answer = await world.runtime.getPersonalizedRanking({ campaignArn, userId: 'user-3', inputList })
    const ranking = answer.personalizedRanking ?? []
    assert.deepEqual(ranking.map(({ itemId }) => itemId).toSorted(), ['item-22', 'item-30', 'item-4', 'no-such-item'])
    assert.deepEqual(ranking.at(-1), { itemId: 'no-such-item' })
    const sum = ranking.reduce((total, { score }) => total + (score ?? 0), 0)
    assert.ok(Math.abs(sum - 1) < 0.001, `the shares of the list sum to ${sum}`)
    await assert.rejects(world.runtime.getRecommendations({ campaignArn, userId: 'user-3' }), {
      name: 'InvalidInputException',
    })
  })

  test('Popularity-Count: by the number of users, the same for everyone', async () => {
    const solution = await world.solution({ recipeArn: recipe('popularity-count') })
    const campaignArn = await world.campaign(await world.version(solution))
    const ask = async (userId: string) => (await world.runtime.getRecommendations({ campaignArn, userId })).itemList
    const list = await ask('user-1')
    assert.deepEqual(await ask('somebody-else'), list)
    const counts = usersPerItem(interactionsCsv())
    const listed = (list ?? []).map(({ itemId }) => counts.get(itemId ?? '') ?? 0)
    assert.deepEqual(
      listed,
      listed.toSorted((a, b) => b - a),
    )
  })
})

function usersPerItem(csv: string): ReadonlyMap<string, number> {
  const users = new Map<string, Set<string>>()
  for (const line of csv.trimEnd().split('\n').slice(1)) {
    const [user = '', item = ''] = line.split(',')
    users.set(item, (users.get(item) ?? new Set()).add(user))
  }
  return new Map([...users].map(([item, set]) => [item, set.size]))
}
