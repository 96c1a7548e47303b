/** GetRecommendations over real records, models and deployments. */

import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { itemId, ringModel, userId } from '../../../test/fixtures/data/model-files.ts'
import { type Deployment, openDeployment } from '../../../test/fixtures/inside/deployment.ts'
import { refuses } from '../../../test/fixtures/inside/shop-states.ts'
import type { ArtifactReference } from '../../serving/serving.ts'
import type { ResourceRecord } from '../../storage/records.ts'
import { getRecommendations } from './get-recommendations.ts'

const itemCount = 600

describe('GetRecommendations', () => {
  let shop: Deployment
  let forUsers = ''
  let alike = ''
  let popular = ''
  let ranking = ''
  const deployed = async (name: string, recipe: string, kind: Parameters<typeof ringModel>[0]): Promise<string> => {
    const campaignArn = await shop.createCampaign(
      name,
      await shop.addVersion(name, recipe, ringModel(kind, { itemCount })),
    )
    await shop.settled(campaignArn)
    return campaignArn
  }
  before(async () => {
    shop = await openDeployment()
    forUsers = await deployed('for-users', 'aws-user-personalization-v2', 'sequence-rules')
    alike = await deployed('alike', 'aws-sims', 'related-items')
    popular = await deployed('popular', 'aws-popularity-count', 'popularity')
    ranking = await deployed('ranking', 'aws-personalized-ranking', 'sequence-rules')
  })
  after(() => shop.close())

  const ask = (input: object, caller = {}) => shop.call(getRecommendations, input, caller)
  const countOf = async (numResults?: number): Promise<number> =>
    (await ask({ campaignArn: forUsers, userId: userId(1), ...(numResults === undefined ? {} : { numResults }) }))
      .itemList?.length ?? 0

  test('an answer has scored items and an id of exactly 40 characters', async () => {
    const { itemList = [], recommendationId = '' } = await ask({ campaignArn: forUsers, userId: userId(1) })
    assert.ok(itemList.every(({ itemId, score }) => itemId !== undefined && score !== undefined))
    assert.match(recommendationId, /^RID-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    assert.equal(recommendationId.length, 40)
  })

  test('numResults: 25 by default, 0 is the default, 500 at most', async () => {
    assert.deepEqual(await Promise.all([undefined, 0, 1, 500].map(countOf)), [25, 25, 1, 500])
    await refuses(countOf(501), 'InvalidInputException', 'numResults can be at most 500.')
  })

  test('the inputs a recipe needs are required; others are ignored', async () => {
    await refuses(ask({ campaignArn: forUsers }), 'InvalidInputException', /^userId is required/)
    await refuses(ask({ campaignArn: forUsers, userId: '' }), 'InvalidInputException', /^userId is required/)
    await refuses(ask({ campaignArn: popular }), 'InvalidInputException', /^userId is required/)
    await refuses(ask({ campaignArn: alike, userId: userId(1) }), 'InvalidInputException', /^itemId is required/)
    const plain = await ask({ campaignArn: forUsers, userId: userId(1) })
    const more = await ask({
      campaignArn: forUsers,
      userId: userId(1),
      itemId: itemId(3),
      context: { DEVICE: 'phone' },
    })
    assert.deepEqual(more.itemList, plain.itemList)
  })

  test('related items and popularity give an order without scores', async () => {
    for (const input of [
      { campaignArn: alike, itemId: itemId(5) },
      { campaignArn: popular, userId: 'anyone' },
    ]) {
      const { itemList = [] } = await ask(input)
      assert.equal(itemList.length, 25)
      assert.ok(itemList.every(item => !('score' in item)))
    }
  })

  test('an unknown item gives what is popular', async () => {
    const [unknown, wanted] = await Promise.all([
      ask({ campaignArn: alike, itemId: 'no-such-item' }),
      ask({ campaignArn: popular, userId: 'anyone' }),
    ])
    assert.deepEqual(unknown.itemList, wanted.itemList)
  })

  test('exactly one of campaign and recommender', async () => {
    await refuses(ask({ userId: 'a' }), 'InvalidInputException')
    await refuses(ask({ campaignArn: forUsers, recommenderArn: forUsers, userId: 'a' }), 'InvalidInputException')
  })

  test('what does not exist, also for this caller', async () => {
    const nowhere = forUsers.replace('for-users', 'nowhere')
    const recommenderArn = 'arn:aws:personalize:us-east-1:000000000000:recommender/none'
    const filterArn = 'arn:aws:personalize:us-east-1:000000000000:filter/none'
    const missing = (arn: string) => `Resource Arn ${arn} does not exist.`
    await refuses(ask({ campaignArn: nowhere, userId: 'a' }), 'ResourceNotFoundException', missing(nowhere))
    await refuses(ask({ recommenderArn, userId: 'a' }), 'ResourceNotFoundException', missing(recommenderArn))
    const filtered = ask({ campaignArn: forUsers, userId: 'a', filterArn })
    await refuses(filtered, 'ResourceNotFoundException', missing(filterArn))
    for (const other of [{ account: '111111111111' }, { region: 'eu-west-1' }]) {
      const foreign = ask({ campaignArn: forUsers, userId: 'a' }, other)
      await refuses(foreign, 'ResourceNotFoundException', missing(forUsers))
    }
    const version = String(((await shop.records.get(forUsers)) as ResourceRecord).body.deployedVersionArn)
    await refuses(ask({ campaignArn: version, userId: 'a' }), 'ResourceNotFoundException', missing(version))
  })

  test('a campaign that is not ACTIVE says its status', async () => {
    const record = (await shop.records.get(popular)) as ResourceRecord
    const move = (status: string) =>
      shop.records.transact(async read => {
        const now = (await read.get(popular)) as ResourceRecord
        return { changes: [{ type: 'update', record: { ...now, status } }], result: undefined }
      })
    for (const status of ['CREATE PENDING', 'CREATE FAILED', 'DELETE PENDING']) {
      await move(status)
      const refused = ask({ campaignArn: popular, userId: 'a' })
      await refuses(refused, 'ResourceNotFoundException', `Resource Arn ${popular} has status ${status}.`)
    }
    await move(String(record.status))
  })

  test('a campaign that ranks names the right operation', async () => {
    const wrong = ask({ campaignArn: ranking, userId: 'a' })
    await refuses(wrong, 'InvalidInputException', /aws-personalized-ranking; call GetPersonalizedRanking instead/)
  })

  test('a model damaged on disk is no answer of the API', async () => {
    const version = await shop.addVersion('hurt', 'aws-popularity-count', ringModel('popularity', { itemCount: 7 }))
    const campaignArn = await shop.createCampaign('hurt', version)
    await shop.settled(campaignArn)
    const { artifact } = ((await shop.records.get(version)) as ResourceRecord).body
    await writeFile(join(shop.directory, (artifact as ArtifactReference).file), 'not a model')
    shop = await shop.restart()
    await assert.rejects(ask({ campaignArn, userId: 'a' }), { name: 'ArtifactDamaged' })
  })

  test('the next server answers as this one did, without being told', async () => {
    const before = await ask({ campaignArn: forUsers, userId: userId(2) })
    shop = await shop.restart()
    assert.deepEqual((await ask({ campaignArn: forUsers, userId: userId(2) })).itemList, before.itemList)
  })

  test('while a campaign moves from version to version every request is answered by one of them', async () => {
    const [one, two] = [1, 2].map(step => ringModel('sequence-rules', { itemCount: 50, step }))
    const versions = [
      await shop.addVersion('swap-1', 'aws-user-personalization-v2', one!),
      await shop.addVersion('swap-2', 'aws-user-personalization-v2', two!),
    ]
    const campaignArn = await shop.createCampaign('swap', versions[0]!)
    await shop.settled(campaignArn)
    const bestOf = async () => (await ask({ campaignArn, userId: userId(4), numResults: 1 })).itemList?.[0]?.itemId
    const oldBest = await bestOf()
    const seen: (string | undefined)[] = []
    let isMoving = true
    const requests = Array.from({ length: 20 }, async () => {
      while (isMoving) {
        seen.push(await bestOf())
        await new Promise(setImmediate)
      }
    })
    await shop.updateCampaign(campaignArn, { solutionVersionArn: versions[1], minProvisionedTPS: 1 })
    await shop.settled(campaignArn)
    isMoving = false
    await Promise.all(requests)
    const newBest = await bestOf()
    assert.notEqual(newBest, oldBest)
    assert.ok(seen.length > 20)
    const turn = seen.indexOf(newBest)
    assert.ok(turn > 0 || turn === -1)
    assert.deepEqual(new Set(seen), turn === -1 ? new Set([oldBest]) : new Set([oldBest, newBest]))
  })
})
