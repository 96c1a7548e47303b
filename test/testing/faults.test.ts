/** Faults on demand, through the SDK's clients, each with what happens once it is spent. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startAttune, type TestAttune } from '../../src/testing/start-attune.ts'
import { beginImport, clientsOf, filledShop, importStatus, openShop, popularity } from './small-shop.ts'

let attune: TestAttune

before(async () => {
  attune = await startAttune()
})

after(() => attune?.close())

const list = async (): Promise<string> => {
  try {
    const { recipes = [] } = await clientsOf(attune).control.listRecipes({})
    return recipes.length > 0 ? 'served' : 'empty'
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata: { httpStatusCode: number } }
    return `${$metadata.httpStatusCode} ${name}: ${message}`
  }
}

test('the second and third call of an operation are throttled, the others and other operations are served', async () => {
  const throttled = { operation: 'ListRecipes', error: 'ThrottlingException', message: 'Rate exceeded' } as const
  attune.setFaults([{ ...throttled, fromCall: 2, times: 2 }])
  const seen = [await list(), await list()]
  assert.deepEqual((await clientsOf(attune).control.listDatasetGroups({})).datasetGroups, [])
  seen.push(await list(), await list())
  const refused = '400 ThrottlingException: Rate exceeded'
  assert.deepEqual(seen, ['served', refused, refused, 'served'])
  assert.deepEqual(
    attune.faults().map(({ seen, struck }) => [seen, struck]),
    [[4, 2]],
  )
})

test('a client that tries again gets through', async () => {
  attune.setFaults([{ operation: 'ListRecipes', error: 'ThrottlingException' }])
  const { Personalize } = await import('@aws-sdk/client-personalize')
  const { recipes = [] } = await new Personalize({ ...attune.client, maxAttempts: 3 }).listRecipes({})
  assert.ok(recipes.length > 0)
  assert.equal(attune.faults()[0]?.struck, 1)
})

test('a fault of the server is a 500 with its own name', async () => {
  attune.setFaults([{ operation: 'ListRecipes', error: 'InternalFailure' }])
  assert.match(await list(), /^500 InternalFailure/)
})

test('an import fails with the reason given; the next one of that name pattern does not', async () => {
  const shop = await openShop(attune, 'failing')
  attune.setFaults([{ resource: 'failing-*', failureReason: 'The bucket burned down.' }])
  const first = await beginImport(attune, shop, 'failing-1')
  await attune.quiet()
  const second = await beginImport(attune, shop, 'failing-2')
  await attune.quiet()
  assert.deepEqual(await importStatus(shop, first), ['CREATE FAILED', 'The bucket burned down.'])
  assert.deepEqual(await importStatus(shop, second), ['ACTIVE', undefined])
})

test('a solution version fails with the reason given, named by the ARN of its solution', async () => {
  const { control, datasetGroupArn } = await filledShop(attune, 'versions')
  const { solutionArn = '' } = await control.createSolution({
    name: 'popular',
    datasetGroupArn,
    recipeArn: popularity,
    performAutoTraining: false,
  })
  await attune.quiet()
  attune.setFaults([{ resource: `${solutionArn}/*`, failureReason: 'Out of luck.' }])
  const { solutionVersionArn } = await control.createSolutionVersion({ solutionArn })
  await attune.quiet()
  const { solutionVersion } = await control.describeSolutionVersion({ solutionVersionArn })
  assert.deepEqual([solutionVersion?.status, solutionVersion?.failureReason], ['CREATE FAILED', 'Out of luck.'])
})

test('a dataset group, which passes through states and does no work, fails too', async () => {
  const { control } = clientsOf(attune)
  attune.setFaults([{ resource: 'doomed', failureReason: 'The KMS key is disabled.' }])
  const { datasetGroupArn } = await control.createDatasetGroup({ name: 'doomed' })
  await attune.quiet()
  const { datasetGroup } = await control.describeDatasetGroup({ datasetGroupArn })
  assert.deepEqual([datasetGroup?.status, datasetGroup?.failureReason], ['CREATE FAILED', 'The KMS key is disabled.'])
})

test('a slow import is seen at work until the clock says that it is done', async () => {
  await using stopped = await startAttune({ clockStopped: true })
  const shop = await openShop(stopped)
  stopped.setFaults([{ resource: 'slow', delaySeconds: 3600 }])
  const job = await beginImport(stopped, shop, 'slow')
  await stopped.quiet()
  assert.deepEqual(await importStatus(shop, job), ['CREATE IN_PROGRESS', undefined])
  await stopped.advance({ minutes: 59 })
  assert.deepEqual(await importStatus(shop, job), ['CREATE IN_PROGRESS', undefined])
  await stopped.advance({ minutes: 1 })
  assert.deepEqual(await importStatus(shop, job), ['ACTIVE', undefined])
})
