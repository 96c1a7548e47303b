/**
 * From a CSV file to a recommendation, each call as a program writes it. The data is a ring with noise: item k is
 * followed by item k + 1 four times in five, so that the right answer is known.
 */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Personalize } from '@aws-sdk/client-personalize'
import { PersonalizeRuntime } from '@aws-sdk/client-personalize-runtime'
import { interactionsSchema, putObject, ringCsv, roleArn, settled, smallRing } from '../fixtures/server/main-path.ts'
import { type ServerProcess, startServerProcess } from '../fixtures/server/server-process.ts'

describe('a first recommendation', () => {
  let server: ServerProcess
  let personalize: Personalize
  let runtime: PersonalizeRuntime
  let campaignArn: string | undefined

  before(async () => {
    server = await startServerProcess()
    const client = { endpoint: server.url, region: 'us-east-1', credentials: server.credentials }
    personalize = new Personalize(client)
    runtime = new PersonalizeRuntime(client)
  })

  after(async () => {
    personalize?.destroy()
    runtime?.destroy()
    await server?.discard()
  })

  test('from schema to campaign', async () => {
    // What a row of the file holds.
    const { schemaArn } = await personalize.createSchema({ name: 'shop', schema: interactionsSchema })

    // A group holds the datasets of one application.
    const { datasetGroupArn } = await personalize.createDatasetGroup({ name: 'shop' })
    await settled('group', async () => (await personalize.describeDatasetGroup({ datasetGroupArn })).datasetGroup)
    const { datasetArn } = await personalize.createDataset({
      name: 'clicks',
      datasetType: 'Interactions',
      datasetGroupArn,
      schemaArn,
    })
    await settled('dataset', async () => (await personalize.describeDataset({ datasetArn })).dataset)

    // A local bucket is a folder of the data directory.
    const dataLocation = await putObject(server, 'shop', 'clicks.csv', ringCsv(smallRing))
    const { datasetImportJobArn } = await personalize.createDatasetImportJob({
      jobName: 'first',
      datasetArn,
      dataSource: { dataLocation },
      roleArn,
    })
    await settled(
      'import',
      async () => (await personalize.describeDatasetImportJob({ datasetImportJobArn })).datasetImportJob,
    )

    // A solution is a recipe with a configuration; a version of it is a trained model.
    const { solutionArn } = await personalize.createSolution({
      name: 'next-item',
      datasetGroupArn,
      recipeArn: 'arn:aws:personalize:::recipe/aws-user-personalization-v2',
      performAutoTraining: false,
    })
    await settled('solution', async () => (await personalize.describeSolution({ solutionArn })).solution)
    const { solutionVersionArn } = await personalize.createSolutionVersion({ solutionArn })
    await settled(
      'training',
      async () => (await personalize.describeSolutionVersion({ solutionVersionArn })).solutionVersion,
    )
    const { metrics } = await personalize.getSolutionMetrics({ solutionVersionArn })
    assert.ok((metrics?.normalized_discounted_cumulative_gain_at_10 ?? 0) > 0.3, JSON.stringify(metrics))

    // A campaign answers with the version.
    campaignArn = (await personalize.createCampaign({ name: 'home', solutionVersionArn })).campaignArn
    await settled('campaign', async () => (await personalize.describeCampaign({ campaignArn })).campaign)
  })

  test('each user is answered from the own history', async () => {
    const firstFor = async (userId: string) =>
      (await runtime.getRecommendations({ campaignArn, userId, numResults: 1 })).itemList?.[0]?.itemId
    const lastItems = lastItemsOf(ringCsv(smallRing))
    const users = [...lastItems.keys()].slice(0, 30)
    const hits = await Promise.all(
      users.map(async user => (await firstFor(user)) === successorOf(lastItems.get(user) ?? '')),
    )
    assert.ok(hits.filter(Boolean).length > 15, `${hits.filter(Boolean).length} of 30 next items are first`)
  })

  test('scores are shares of the catalogue, best first, and each answer has an id of its own', async () => {
    const ask = () => runtime.getRecommendations({ campaignArn, userId: 'user-1', numResults: smallRing.itemCount })
    const [answer, again] = [await ask(), await ask()]
    const scores = (answer.itemList ?? []).map(({ score }) => score ?? 0)
    const sum = scores.reduce((total, score) => total + score, 0)
    assert.ok(Math.abs(sum - 1) < 0.001, `the scores of all items sum to ${sum}`)
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => b - a),
    )
    assert.deepEqual(again.itemList, answer.itemList, 'the same question has the same answer')
    assert.notEqual(again.recommendationId, answer.recommendationId)
  })

  test('a user nobody has seen gets what users start with', async () => {
    const { itemList } = await runtime.getRecommendations({ campaignArn, userId: 'nobody' })
    assert.equal(itemList?.length, 25, '25 is the default')
  })

  test('what is missing is said', async () => {
    await assert.rejects(runtime.getRecommendations({ campaignArn }), {
      name: 'InvalidInputException',
      message: /userId is required/,
    })
    await assert.rejects(runtime.getRecommendations({ campaignArn: `${campaignArn}-not`, userId: 'user-1' }), {
      name: 'ResourceNotFoundException',
    })
  })
})

const successorOf = (item: string): string => `item-${(Number(item.slice(5)) + 1) % smallRing.itemCount}`

function lastItemsOf(csv: string): ReadonlyMap<string, string> {
  const rows = csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(line => line.split(','))
  return new Map(rows.map(([user = '', item = '']) => [user, item]))
}
