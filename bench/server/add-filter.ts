/** Puts an Items dataset and a filter with a value per request beside the main path, and makes requests that use it. */

import {
  CreateDatasetCommand,
  CreateDatasetImportJobCommand,
  CreateFilterCommand,
  CreateSchemaCommand,
  DescribeDatasetCommand,
  DescribeDatasetImportJobCommand,
  DescribeFilterCommand,
} from '@aws-sdk/client-personalize'
import { shopSchemas } from '../../src/demo/shop/shop-csv.ts'
import { roleArn, settled } from '../../test/fixtures/server/main-path.ts'
import type { ServerProcess } from '../../test/fixtures/server/server-process.ts'

async function importItems({ personalize }: ServerProcess, datasetGroupArn: string, dataLocation: string) {
  const { schemaArn } = await personalize.send(new CreateSchemaCommand({ name: 'items', schema: shopSchemas.items }))
  const made = { name: 'items', datasetType: 'Items', datasetGroupArn, schemaArn }
  const { datasetArn } = await personalize.send(new CreateDatasetCommand(made))
  const describeDataset = new DescribeDatasetCommand({ datasetArn })
  await settled('items', async () => (await personalize.send(describeDataset)).dataset)
  const job = { jobName: 'items', datasetArn, dataSource: { dataLocation }, roleArn }
  const { datasetImportJobArn } = await personalize.send(new CreateDatasetImportJobCommand(job))
  const describe = new DescribeDatasetImportJobCommand({ datasetImportJobArn })
  await settled('import of items', async () => (await personalize.send(describe)).datasetImportJob, 600_000)
}

/** What was bought is left out, and what is too dear for the request. */
const filterExpression =
  'INCLUDE ItemID WHERE Items.PRICE <= $MAX | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("purchase")'

/** Gives the filter's ARN. */
export async function addFilter(server: ServerProcess, datasetGroupArn: string, dataLocation: string): Promise<string> {
  await importItems(server, datasetGroupArn, dataLocation)
  const made = { name: 'affordable', datasetGroupArn, filterExpression }
  const { filterArn } = await server.personalize.send(new CreateFilterCommand(made))
  const describe = new DescribeFilterCommand({ filterArn })
  await settled('filter', async () => (await server.personalize.send(describe)).filter)
  return filterArn as string
}

/** Fifty different values, as a slider in a shop has them. */
export const filteredBy = (filterArn: string, n: number) => ({
  filterArn,
  filterValues: { MAX: String(10 + (n % 50) * 4) },
})

/** Another value for every n, within what the shop's things cost. */
export const filteredByNew = (filterArn: string, n: number) => ({
  filterArn,
  filterValues: { MAX: String(10 + ((n * 0.618033) % 200) + n * 1e-7) },
})
