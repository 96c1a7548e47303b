/** A campaign moves on to newer data while it answers, and takes what follows by itself when it is told to. */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { settled } from '../fixtures/server/main-path.ts'
import { interactionsCsv, recipe, World } from '../fixtures/server/world.ts'

describe('newer data', () => {
  let world: World

  before(async () => {
    world = await World.start()
  })

  after(() => world?.end())

  const describeCampaign = async (campaignArn: string | undefined) =>
    (await world.control.describeCampaign({ campaignArn })).campaign

  test('an update changes the answers and drops no request', async () => {
    const group = await world.group()
    const dataset = await world.dataset(group)
    await world.import(dataset, interactionsCsv(0, 50))
    const solution = await world.solution({}, group)
    const first = await world.version(solution)
    const campaignArn = await world.campaign(first)
    const before = await world.answers(campaignArn)

    await world.import(dataset, interactionsCsv(50, 100), 'INCREMENTAL')
    const second = await world.version(solution)
    const asked = keepAsking(() => world.answers(campaignArn))
    await world.control.updateCampaign({ campaignArn, solutionVersionArn: second })
    const update = await settled('update', async () => (await describeCampaign(campaignArn))?.latestCampaignUpdate)
    const answered = await asked.stop()

    assert.equal(update.solutionVersionArn, second)
    assert.equal((await describeCampaign(campaignArn))?.solutionVersionArn, second)
    const now = await world.answers(campaignArn)
    assert.notDeepEqual(now, before, 'the new version answers differently')
    const [old, recent] = [JSON.stringify(before), JSON.stringify(now)]
    const seen = answered.map(answer => JSON.stringify(answer))
    assert.ok(seen.length > 0)
    assert.ok(
      seen.every(answer => answer.length > 0),
      'every request was answered',
    )
    assert.ok(seen.includes(old) || seen.includes(recent))
  })

  test('a campaign on $LATEST that synchronises deploys the next version by itself', async () => {
    const solution = await world.solution({ recipeArn: recipe('popularity-count') })
    const first = await world.version(solution)
    const { campaignArn } = await world.control.createCampaign({
      name: 'follower',
      solutionVersionArn: `${solution}/$LATEST`,
      campaignConfig: { syncWithLatestSolutionVersion: true },
    })
    await settled('campaign', () => describeCampaign(campaignArn))
    assert.equal((await describeCampaign(campaignArn))?.solutionVersionArn, first)
    const second = await world.version(solution)
    await settled('campaign', async () => ({
      status: (await describeCampaign(campaignArn))?.solutionVersionArn === second ? 'ACTIVE' : 'waiting',
    }))
  })
})

/** Asks one time after the other until it is stopped; a failed request fails the test. */
function keepAsking<T>(ask: () => Promise<T>): { stop(): Promise<readonly T[]> } {
  let isWanted = true
  const answers: T[] = []
  const running = (async () => {
    while (isWanted) answers.push(await ask())
  })()
  return {
    stop: async () => {
      isWanted = false
      await running
      return answers
    },
  }
}
