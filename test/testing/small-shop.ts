/** A tiny dataset group in a server of the test mode, made by the SDK's client as a user's test would make it. */

import { Personalize } from '@aws-sdk/client-personalize'
import { PersonalizeRuntime } from '@aws-sdk/client-personalize-runtime'
import type { TestAttune } from '../../src/testing/start-attune.ts'
import { interactionsSchema, ringCsv, roleArn } from '../fixtures/server/main-path.ts'

export const ring = ringCsv({ userCount: 30, itemCount: 12, eventsPerUser: 10, seed: 3 })

export interface Shop {
  readonly control: Personalize
  readonly runtime: PersonalizeRuntime
  readonly datasetGroupArn: string
  readonly datasetArn: string
}

/** Clients that do not try again: a fault is to be seen. */
export const clientsOf = ({ client }: TestAttune) => ({
  control: new Personalize({ ...client, maxAttempts: 1 }),
  runtime: new PersonalizeRuntime({ ...client, maxAttempts: 1 }),
})

/** A group with an empty dataset of interactions. */
export async function openShop(attune: TestAttune, name = 'shop'): Promise<Shop> {
  const { control, runtime } = clientsOf(attune)
  const { schemaArn } = await control.createSchema({ name, schema: interactionsSchema })
  const { datasetGroupArn = '' } = await control.createDatasetGroup({ name })
  await attune.quiet()
  const made = await control.createDataset({ name, datasetType: 'Interactions', datasetGroupArn, schemaArn })
  await attune.quiet()
  return { control, runtime, datasetGroupArn, datasetArn: made.datasetArn ?? '' }
}

/** Begins an import; rows that are there already go, unless it is INCREMENTAL. Gives the job. */
export async function beginImport(
  attune: TestAttune,
  shop: Shop,
  jobName: string,
  importMode: 'FULL' | 'INCREMENTAL' = 'FULL',
): Promise<string> {
  const dataLocation = await attune.putObject(`s3://shop/${jobName}.csv`, ring)
  const { datasetImportJobArn = '' } = await shop.control.createDatasetImportJob({
    jobName,
    datasetArn: shop.datasetArn,
    dataSource: { dataLocation },
    roleArn,
    importMode,
  })
  return datasetImportJobArn
}

export const importStatus = async ({ control }: Shop, datasetImportJobArn: string) => {
  const { datasetImportJob } = await control.describeDatasetImportJob({ datasetImportJobArn })
  return [datasetImportJob?.status, datasetImportJob?.failureReason]
}

export async function filledShop(attune: TestAttune, name = 'shop'): Promise<Shop> {
  const shop = await openShop(attune, name)
  await beginImport(attune, shop, `${name}-first`)
  await attune.quiet()
  return shop
}

export const popularity = 'arn:aws:personalize:::recipe/aws-popularity-count'
