import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type ControlPlane, openControlPlane } from '../../../test/fixtures/inside/control-plane.ts'
import {
  aCampaign,
  aDataset,
  arn,
  aShopWithData,
  aSolution,
  aTrainedVersion,
  refuses,
} from '../../../test/fixtures/inside/shop-states.ts'
import { deleteCampaign } from '../campaign/delete-campaign.ts'
import { createDatasetImportJob } from '../dataset-import-job/create-dataset-import-job.ts'
import { listDatasetImportJobs } from '../dataset-import-job/list-dataset-import-jobs.ts'
import { createSolutionVersion } from '../solution-version/create-solution-version.ts'
import { deleteDataset } from './delete-dataset.ts'
import { describeDataset } from './describe-dataset.ts'

const datasetArn = arn('dataset/shop/INTERACTIONS')

let plane: ControlPlane
before(async () => {
  plane = await openControlPlane()
})
after(() => plane.close())

test('a campaign, or a version in training, keeps the data; then its files and import jobs go with it', async () => {
  const group = await aShopWithData(plane)
  const solutionArn = await aSolution(plane, group)
  const campaignArn = await aCampaign(plane, await aTrainedVersion(plane, solutionArn))
  const busy = (blocker: string) =>
    refuses(
      plane.call(deleteDataset, { datasetArn }),
      'ResourceInUseException',
      `Resource ${datasetArn} is in use: ${blocker}`,
    )
  await busy(campaignArn)
  const { solutionVersionArn = '' } = await plane.call(createSolutionVersion, { solutionArn })
  await plane.call(deleteCampaign, { campaignArn })
  await busy(solutionVersionArn)
  await plane.finish(solutionVersionArn, 'CREATE FAILED')
  const file = join(plane.directory, 'segments', 'a.parquet')
  await mkdir(join(plane.directory, 'segments'), { recursive: true })
  await writeFile(file, '')
  const dataLocation = await plane.putObject('c.csv', 'USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n')
  const job = { jobName: 'again', datasetArn, dataSource: { dataLocation } }
  await plane.call(createDatasetImportJob, job)
  await busy(arn('dataset-import-job/again'))
  await plane.finish(arn('dataset-import-job/again'), 'ACTIVE', { report: { rejectsFile: 'rejects/again.csv' } })
  await plane.call(deleteDataset, { datasetArn })
  assert.equal((await plane.call(describeDataset, { datasetArn })).dataset?.status, 'DELETE PENDING')
  assert.equal(existsSync(file), true)
  await plane.settle(1000)
  await refuses(plane.call(describeDataset, { datasetArn }), 'ResourceNotFoundException')
  assert.equal(existsSync(file), false)
  assert.deepEqual(await plane.call(listDatasetImportJobs, { datasetArn }), { datasetImportJobs: [] })
  await aDataset(plane, group)
  await plane.call(createDatasetImportJob, job)
})
