/** Automatic trainings and updates, by the calendar of a clock that is turned, as a client sees them. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Personalize } from '@aws-sdk/client-personalize'
import { PersonalizeEvents } from '@aws-sdk/client-personalize-events'
import { startAttune, type TestAttune } from '../../src/testing/start-attune.ts'
import { beginImport, clientsOf, filledShop, popularity, type Shop } from './small-shop.ts'

const start = () => startAttune({ clock: '2026-01-01T00:00:00Z', clockStopped: true })

async function solutionOf(
  attune: TestAttune,
  { control, datasetGroupArn }: Shop,
  rate?: string,
  recipeArn = popularity,
): Promise<string> {
  const { solutionArn = '' } = await control.createSolution({
    name: 'watched',
    datasetGroupArn,
    recipeArn,
    ...(rate && { solutionConfig: { autoTrainingConfig: { schedulingExpression: rate } } }),
  })
  await attune.quiet()
  return solutionArn
}

/** Type and moment of each version, the oldest first. */
async function versions(control: Personalize, solutionArn: string): Promise<readonly string[]> {
  const { solutionVersions = [] } = await control.listSolutionVersions({ solutionArn })
  return solutionVersions
    .toSorted((one, other) => Number(one.creationDateTime) - Number(other.creationDateTime))
    .map(({ trainingType, trainingMode, status, creationDateTime }) =>
      [trainingType, trainingMode, status, creationDateTime?.toISOString().slice(0, 16)].join(' '),
    )
}

async function importMore(attune: TestAttune, shop: Shop, name: string): Promise<void> {
  await beginImport(attune, shop, name, 'INCREMENTAL')
  await attune.quiet()
}

test('a solution trains first an hour after it was made, then every 7 days, if interactions have come', async () => {
  await using attune = await start()
  const shop = await filledShop(attune)
  const solutionArn = await solutionOf(attune, shop)
  await attune.advance({ minutes: 59 })
  assert.deepEqual(await versions(shop.control, solutionArn), [])
  await attune.advance({ minutes: 1 })
  const first = 'AUTOMATIC FULL ACTIVE 2026-01-01T01:00'
  assert.deepEqual(await versions(shop.control, solutionArn), [first])
  await attune.advance({ days: 7 })
  assert.deepEqual(await versions(shop.control, solutionArn), [first], 'nothing has come')
  await importMore(attune, shop, 'second')
  await attune.advance({ days: 7 })
  const third = 'AUTOMATIC FULL ACTIVE 2026-01-15T01:00'
  assert.deepEqual(await versions(shop.control, solutionArn), [first, third])
  await attune.advance({ days: 30 })
  assert.deepEqual(await versions(shop.control, solutionArn), [first, third], 'what came was learned')
})

test('interactions that were streamed are new data, too', async context => {
  await using attune = await start()
  const shop = await filledShop(attune)
  const { control, datasetGroupArn } = shop
  const solutionArn = await solutionOf(attune, shop)
  const { trackingId } = await control.createEventTracker({ name: 'site', datasetGroupArn })
  await attune.advance({ hours: 1 })
  const events = new PersonalizeEvents({ ...attune.client, maxAttempts: 1 })
  context.after(() => events.destroy())
  const eventList = [{ eventType: 'view', itemId: 'item-1', sentAt: attune.now() }]
  await events.putEvents({ trackingId, sessionId: 's', userId: 'user-1', eventList })
  await attune.advance({ days: 7 })
  assert.deepEqual(await versions(control, solutionArn), [
    'AUTOMATIC FULL ACTIVE 2026-01-01T01:00',
    'AUTOMATIC FULL ACTIVE 2026-01-08T01:00',
  ])
})

test('a version made within the hour takes the place of the first automatic one, and the days count from it', async () => {
  await using attune = await start()
  const shop = await filledShop(attune)
  const solutionArn = await solutionOf(attune, shop, 'rate(2 days)')
  await attune.advance({ minutes: 30 })
  await shop.control.createSolutionVersion({ solutionArn })
  await importMore(attune, shop, 'second')
  await attune.advance({ hours: 47 })
  const manual = 'MANUAL FULL ACTIVE 2026-01-01T00:30'
  assert.deepEqual(await versions(shop.control, solutionArn), [manual])
  await attune.advance({ hours: 1 })
  assert.deepEqual(await versions(shop.control, solutionArn), [manual, 'AUTOMATIC FULL ACTIVE 2026-01-03T00:30'])
})

test('a solution that does not want to, and a server that is told so, train nothing by themselves', async () => {
  await using willing = await start()
  const shop = await filledShop(willing)
  const { solutionArn = '' } = await shop.control.createSolution({
    name: 'unwilling',
    datasetGroupArn: shop.datasetGroupArn,
    recipeArn: popularity,
    performAutoTraining: false,
  })
  await willing.advance({ days: 8 })
  assert.deepEqual(await versions(shop.control, solutionArn), [])

  await using told = await startAttune({ clockStopped: true, settings: { automaticTraining: false } })
  const other = await filledShop(told)
  const asked = await solutionOf(told, other)
  await told.advance({ days: 8 })
  assert.deepEqual(await versions(other.control, asked), [])
})

test('turning it on trains within the hour, another frequency begins anew, turning it off ends it', async () => {
  await using attune = await start()
  const shop = await filledShop(attune)
  const { control } = shop
  const { solutionArn = '' } = await control.createSolution({
    name: 'watched',
    datasetGroupArn: shop.datasetGroupArn,
    recipeArn: popularity,
    performAutoTraining: false,
  })
  await attune.advance({ days: 1 })
  await control.updateSolution({ solutionArn, performAutoTraining: true })
  await attune.advance({ hours: 1 })
  const on = 'AUTOMATIC FULL ACTIVE 2026-01-02T01:00'
  assert.deepEqual(await versions(control, solutionArn), [on])

  await importMore(attune, shop, 'second')
  const daily = { autoTrainingConfig: { schedulingExpression: 'rate(1 day)' } }
  await control.updateSolution({ solutionArn, solutionUpdateConfig: daily })
  await attune.advance({ hours: 1 })
  const anew = 'AUTOMATIC FULL ACTIVE 2026-01-02T02:00'
  assert.deepEqual(await versions(control, solutionArn), [on, anew])

  await importMore(attune, shop, 'third')
  await control.updateSolution({ solutionArn, performAutoTraining: false })
  await attune.advance({ days: 20 })
  assert.deepEqual(await versions(control, solutionArn), [on, anew])
})

test('a campaign that follows is moved to each automatic version, by an update that it tells', async () => {
  await using attune = await start()
  const shop = await filledShop(attune)
  const solutionArn = await solutionOf(attune, shop, 'rate(1 day)')
  await attune.advance({ hours: 1 })
  const create = (name: string, syncWithLatestSolutionVersion: boolean) =>
    shop.control.createCampaign({
      name,
      solutionVersionArn: `${solutionArn}/$LATEST`,
      campaignConfig: { syncWithLatestSolutionVersion },
    })
  const [following, staying] = [await create('following', true), await create('staying', false)]
  await attune.quiet()
  const deployed = async ({ campaignArn }: { campaignArn?: string | undefined }) => {
    const { campaign } = await shop.control.describeCampaign({ campaignArn })
    return [campaign?.solutionVersionArn, campaign?.latestCampaignUpdate?.status]
  }
  const [first] = await deployed(following)
  assert.deepEqual(await deployed(staying), [first, undefined])
  await importMore(attune, shop, 'second')
  await attune.advance({ days: 1 })
  const [second, status] = await deployed(following)
  assert.notEqual(second, first)
  assert.equal(status, 'ACTIVE')
  assert.deepEqual(await deployed(staying), [first, undefined])
})

test('what fell due while the server was down is done once when it is back', async context => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'attune-calendar-'))
  context.after(() => rm(dataDirectory, { recursive: true }))
  const open = (clock: string) => startAttune({ clock, clockStopped: true, dataDirectory })
  const before = await open('2026-01-01T00:00:00Z')
  const solutionArn = await solutionOf(before, await filledShop(before), 'rate(1 day)')
  await before.close()
  await using back = await open('2026-01-05T12:00:00Z')
  await back.quiet()
  assert.deepEqual(await versions(clientsOf(back).control, solutionArn), ['AUTOMATIC FULL ACTIVE 2026-01-05T12:00'])
})
