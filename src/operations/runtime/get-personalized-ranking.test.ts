/** GetPersonalizedRanking over real records, models and deployments. */

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { itemId, ringModel, userId } from '../../../test/fixtures/data/model-files.ts'
import { type Deployment, openDeployment } from '../../../test/fixtures/inside/deployment.ts'
import { refuses } from '../../../test/fixtures/inside/shop-states.ts'
import { getPersonalizedRanking } from './get-personalized-ranking.ts'

describe('GetPersonalizedRanking', () => {
  let shop: Deployment
  let campaignArn = ''
  let forUsers = ''
  before(async () => {
    shop = await openDeployment()
    const model = ringModel('sequence-rules')
    campaignArn = await shop.createCampaign('ranking', await shop.addVersion('r', 'aws-personalized-ranking-v2', model))
    forUsers = await shop.createCampaign('users', await shop.addVersion('u', 'aws-user-personalization', model))
    await shop.settled(campaignArn)
    await shop.settled(forUsers)
  })
  after(() => shop.close())

  const rank = (inputList: string[], more: object = {}) =>
    shop.call(getPersonalizedRanking, { campaignArn, userId: userId(1), inputList, ...more })

  test('ranks what is known with scores that sum to 1, then the rest as given', async () => {
    const { personalizedRanking = [], recommendationId } = await rank(['new', itemId(3), itemId(9), itemId(3)])
    assert.deepEqual(
      new Set(personalizedRanking.slice(0, 2).map(({ itemId }) => itemId)),
      new Set([itemId(3), itemId(9)]),
    )
    const total = personalizedRanking.reduce((sum, { score = 0 }) => sum + score, 0)
    assert.ok(Math.abs(total - 1) < 2e-7)
    assert.deepEqual(personalizedRanking.slice(2), [{ itemId: 'new' }])
    assert.equal(recommendationId?.length, 40)
  })

  test('an empty userId is a missing one', async () => {
    await refuses(rank([itemId(1)], { userId: '' }), 'InvalidInputException', /^userId is required/)
  })

  test('500 ids are ranked, 501 are too many', async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => `new-${index}`)
    assert.equal((await rank(ids(500))).personalizedRanking?.length, 500)
    await refuses(rank(ids(501)), 'InvalidInputException', 'inputList can hold at most 500 ids.')
  })

  test('a campaign that recommends names the right operation', async () => {
    const wrong = rank([itemId(1)], { campaignArn: forUsers })
    await refuses(wrong, 'InvalidInputException', /aws-user-personalization; call GetRecommendations instead/)
  })

  test('an unknown campaign, a filter that does not exist, metadata', async () => {
    const nowhere = campaignArn.replace('ranking', 'nowhere')
    const missing = rank([itemId(1)], { campaignArn: nowhere })
    await refuses(missing, 'ResourceNotFoundException', `Resource Arn ${nowhere} does not exist.`)
    const filtered = rank([itemId(1)], { filterArn: 'arn:aws:personalize:us-east-1:000000000000:filter/none' })
    await refuses(filtered, 'ResourceNotFoundException')
    await refuses(rank([itemId(1)], { metadataColumns: { ITEMS: ['PRICE'] } }), 'InvalidInputException')
  })
})
