/** The library: servers of their own, repeatable identifiers, a clock that is turned, all through the SDK's clients. */

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startAttune, type TestAttune } from '../../src/testing/start-attune.ts'
import { beginImport, clientsOf, filledShop, importStatus, openShop, popularity } from './small-shop.ts'

async function recommendationIds(attune: TestAttune): Promise<readonly unknown[]> {
  const { control, runtime, datasetGroupArn } = await filledShop(attune)
  const { solutionArn } = await control.createSolution({
    name: 'popular',
    datasetGroupArn,
    recipeArn: popularity,
    performAutoTraining: false,
  })
  await attune.quiet()
  const { solutionVersionArn } = await control.createSolutionVersion({ solutionArn })
  await attune.quiet()
  const { campaignArn } = await control.createCampaign({ name: 'popular', solutionVersionArn })
  await attune.quiet()
  const ask = async () => (await runtime.getRecommendations({ campaignArn, userId: 'user-1' })).recommendationId
  return [solutionVersionArn, await ask(), await ask()]
}

test('several servers side by side know nothing of each other', async () => {
  await using first = await startAttune()
  await using second = await startAttune()
  assert.notEqual(first.url, second.url)
  await clientsOf(first).control.createDatasetGroup({ name: 'only-here' })
  const groups = async (attune: TestAttune) =>
    (await clientsOf(attune).control.listDatasetGroups({})).datasetGroups?.length
  assert.deepEqual([await groups(first), await groups(second)], [1, 0])
})

test('the same seed gives the same identifiers, another seed others', async () => {
  const run = async (seed: number) => {
    await using attune = await startAttune({ seed })
    return await recommendationIds(attune)
  }
  const [first, again, other] = await Promise.all([run(1), run(1), run(2)])
  assert.deepEqual(first, again)
  assert.notEqual(first[0], other[0])
  assert.notEqual(first[1], other[1])
  assert.notEqual(first[1], first[2], 'two answers are two recommendations')
})

test('a temporary directory goes with its server, a given one stays', async () => {
  const given = await mkdtemp(join(tmpdir(), 'attune-given-'))
  const [temporary, kept] = [await startAttune(), await startAttune({ dataDirectory: given })]
  await Promise.all([temporary.close(), kept.close()])
  assert.deepEqual([existsSync(temporary.dataDirectory), existsSync(given)], [false, true])
  await rm(given, { recursive: true })
})

test('a server that cannot be started leaves no directory', async () => {
  const before = process.env.TMPDIR
  const own = await mkdtemp(join(tmpdir(), 'attune-own-'))
  process.env.TMPDIR = own
  try {
    await assert.rejects(startAttune({ settings: { testMode: false } }), /needs the test mode/)
    assert.deepEqual(await readdir(own), [])
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    await rm(own, { recursive: true })
  }
})

test('resources are dated by the clock of the server, requests signed by that of the client', async () => {
  await using attune = await startAttune({ clock: '2020-02-29T12:00:00Z', clockStopped: true })
  const { control, datasetGroupArn } = await openShop(attune)
  const created = async () =>
    (await control.describeDatasetGroup({ datasetGroupArn })).datasetGroup?.creationDateTime?.toISOString()
  assert.equal(await created(), '2020-02-29T12:00:00.000Z')
  await attune.advance({ days: 400 })
  assert.equal(await created(), '2020-02-29T12:00:00.000Z')
  assert.equal(attune.now().toISOString(), '2021-04-04T12:00:00.000Z')
})

test('stretched states last as long as the clock says, each seen at its moment', async () => {
  await using attune = await startAttune({ clockStopped: true, settings: { stateDelayMs: 60_000 } })
  const { control } = clientsOf(attune)
  const { datasetGroupArn } = await control.createDatasetGroup({ name: 'slow' })
  const status = async () => (await control.describeDatasetGroup({ datasetGroupArn })).datasetGroup?.status
  const seen = [await status()]
  for (const seconds of [59, 1, 59, 1]) {
    await attune.advance({ seconds })
    seen.push(await status())
  }
  assert.deepEqual(seen, ['CREATE PENDING', 'CREATE PENDING', 'CREATE IN_PROGRESS', 'CREATE IN_PROGRESS', 'ACTIVE'])
})

test('quiet waits for the work of other processes: an import is over when it resolves', async () => {
  await using attune = await startAttune()
  const shop = await openShop(attune)
  const job = await beginImport(attune, shop, 'first')
  await attune.quiet()
  assert.deepEqual(await importStatus(shop, job), ['ACTIVE', undefined])
})

test('a fault or a moment that is misspelt is refused at once, where it is written', async () => {
  await using attune = await startAttune({ clock: '2026-01-01T00:00:00Z', clockStopped: true })
  const fault = { operation: 'ListRecipe', error: 'ThrottlingException' } as const
  assert.throws(() => attune.setFaults([fault]), /name of an operation/)
  await assert.rejects(startAttune({ faults: [fault] }), /name of an operation/)
  assert.deepEqual(attune.faults(), [])
  await assert.rejects(attune.turnTo('next week'), /not a moment: next week/)
  await assert.rejects(attune.turnTo('2025-12-31T23:59:59Z'), /does not go back/)
  await assert.rejects(attune.advance({ day: 1 } as never), /no day; there are days, hours/)
  await assert.rejects(attune.advance({ days: Number.NaN }), /days must be a number/)
  await attune.turnTo('2026-01-01T00:00:00Z')
  await attune.advance({ days: 1, hours: 1 })
  assert.equal(attune.now().toISOString(), '2026-01-02T01:00:00.000Z')
})
