import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ringModel } from '../../../test/fixtures/data/model-files.ts'
import { type Deployment, openDeployment } from '../../../test/fixtures/inside/deployment.ts'
import { refuses } from '../../../test/fixtures/inside/shop-states.ts'
import type { ResourceRecord } from '../../storage/records.ts'
import { getSolutionMetrics } from './get-solution-metrics.ts'

const metrics = { coverage: 0.31, precision_at_5: 0.0412 }

describe('GetSolutionMetrics', () => {
  let shop: Deployment
  let solutionVersionArn = ''
  before(async () => {
    shop = await openDeployment()
    solutionVersionArn = await shop.addVersion('v', 'aws-sims', ringModel('related-items'), { metrics })
  })
  after(() => shop.close())

  const ask = (arn: string, caller = {}) => shop.call(getSolutionMetrics, { solutionVersionArn: arn }, caller)

  test('gives the metrics of the training', async () => {
    assert.deepEqual(await ask(solutionVersionArn), { solutionVersionArn, metrics })
  })

  test('an unknown version, and one of another account', async () => {
    const unknown = `${solutionVersionArn}0`
    const text = (arn: string) => `The given solution version does not exist: ${arn}`
    await refuses(ask(unknown), 'ResourceNotFoundException', text(unknown))
    const foreign = ask(solutionVersionArn, { account: '111111111111' })
    await refuses(foreign, 'ResourceNotFoundException', text(solutionVersionArn))
  })

  test('a version that is not ACTIVE has none yet', async () => {
    await shop.records.transact(async read => {
      const record = { ...((await read.get(solutionVersionArn)) as ResourceRecord), status: 'CREATE IN_PROGRESS' }
      return { changes: [{ type: 'update', record }], result: undefined }
    })
    await refuses(ask(solutionVersionArn), 'ResourceInUseException', /has status CREATE IN_PROGRESS/)
  })
})
