/**
 * The steps of the tour, each a call that any program makes against the service, through the official clients: nothing
 * here knows that the server is Attune, except that progress comes from outside.
 */

import {
  CreateCampaignCommand,
  CreateDatasetCommand,
  CreateDatasetGroupCommand,
  CreateDatasetImportJobCommand,
  CreateSchemaCommand,
  CreateSolutionCommand,
  CreateSolutionVersionCommand,
  DescribeCampaignCommand,
  DescribeDatasetCommand,
  DescribeDatasetGroupCommand,
  DescribeDatasetImportJobCommand,
  DescribeSolutionVersionCommand,
  GetSolutionMetricsCommand,
  type PersonalizeClient,
} from '@aws-sdk/client-personalize'
import {
  GetPersonalizedRankingCommand,
  GetRecommendationsCommand,
  type PersonalizeRuntimeClient,
} from '@aws-sdk/client-personalize-runtime'
import type { JobView, Progress } from '../storage/job-queue.ts'

type Report = (progress: Progress) => void

export interface TourParts {
  readonly personalize: PersonalizeClient
  readonly runtime: PersonalizeRuntimeClient
  readonly jobs: () => Promise<readonly JobView[]>
  readonly account: string
}

const pollMs = 100

interface Described {
  readonly status?: string
  readonly failureReason?: string
}

const given = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`the answer has no ${what}`)
  return value
}

export class Tour {
  readonly #parts: TourParts

  constructor(parts: TourParts) {
    this.#parts = parts
  }

  async createGroup(name: string): Promise<string> {
    const { personalize } = this.#parts
    const { datasetGroupArn } = await personalize.send(new CreateDatasetGroupCommand({ name }))
    await this.#untilActive(
      datasetGroupArn,
      async () => (await personalize.send(new DescribeDatasetGroupCommand({ datasetGroupArn }))).datasetGroup,
    )
    return given(datasetGroupArn, 'datasetGroupArn')
  }

  async createDataset(name: string, datasetType: string, datasetGroupArn: string, schema: string): Promise<string> {
    const { personalize } = this.#parts
    const { schemaArn } = await personalize.send(new CreateSchemaCommand({ name, schema }))
    const { datasetArn } = await personalize.send(
      new CreateDatasetCommand({ name, datasetType, datasetGroupArn, schemaArn: given(schemaArn, 'schemaArn') }),
    )
    await this.#untilActive(
      datasetArn,
      async () => (await personalize.send(new DescribeDatasetCommand({ datasetArn }))).dataset,
    )
    return given(datasetArn, 'datasetArn')
  }

  async importFrom(dataLocation: string, jobName: string, datasetArn: string, report: Report): Promise<void> {
    const { personalize, account } = this.#parts
    const roleArn = `arn:aws:iam::${account}:role/attune-demo`
    const { datasetImportJobArn } = await personalize.send(
      new CreateDatasetImportJobCommand({ jobName, datasetArn, dataSource: { dataLocation }, roleArn }),
    )
    await this.#untilActive(
      datasetImportJobArn,
      async () =>
        (await personalize.send(new DescribeDatasetImportJobCommand({ datasetImportJobArn }))).datasetImportJob,
      report,
    )
  }

  /** A solution and its first version. Gives the ARN of the version. */
  async train(name: string, recipe: string, datasetGroupArn: string, report: Report): Promise<string> {
    const { personalize } = this.#parts
    const recipeArn = `arn:aws:personalize:::recipe/${recipe}`
    const { solutionArn } = await personalize.send(
      new CreateSolutionCommand({ name, datasetGroupArn, recipeArn, performAutoTraining: false }),
    )
    const { solutionVersionArn } = await personalize.send(
      new CreateSolutionVersionCommand({ solutionArn: given(solutionArn, 'solutionArn') }),
    )
    await this.#untilActive(
      solutionVersionArn,
      async () => (await personalize.send(new DescribeSolutionVersionCommand({ solutionVersionArn }))).solutionVersion,
      report,
    )
    return given(solutionVersionArn, 'solutionVersionArn')
  }

  async metricsOf(solutionVersionArn: string): Promise<Readonly<Record<string, number>>> {
    const { metrics } = await this.#parts.personalize.send(new GetSolutionMetricsCommand({ solutionVersionArn }))
    return metrics ?? {}
  }

  async deploy(name: string, solutionVersionArn: string): Promise<string> {
    const { personalize } = this.#parts
    const { campaignArn } = await personalize.send(new CreateCampaignCommand({ name, solutionVersionArn }))
    await this.#untilActive(
      campaignArn,
      async () => (await personalize.send(new DescribeCampaignCommand({ campaignArn }))).campaign,
    )
    return given(campaignArn, 'campaignArn')
  }

  async recommend(
    campaignArn: string,
    about: { userId?: string; itemId?: string },
    numResults: number,
  ): Promise<string[]> {
    const { itemList = [] } = await this.#parts.runtime.send(
      new GetRecommendationsCommand({ campaignArn, ...about, numResults }),
    )
    return itemList.map(({ itemId }) => given(itemId, 'itemId'))
  }

  async rank(campaignArn: string, userId: string, inputList: string[]): Promise<{ itemId: string; score: number }[]> {
    const { personalizedRanking = [] } = await this.#parts.runtime.send(
      new GetPersonalizedRankingCommand({ campaignArn, userId, inputList }),
    )
    return personalizedRanking.map(({ itemId, score = 0 }) => ({ itemId: given(itemId, 'itemId'), score }))
  }

  async #untilActive(
    arn: string | undefined,
    describe: () => Promise<Described | undefined>,
    report?: Report,
  ): Promise<void> {
    for (;;) {
      const { status, failureReason } = (await describe()) ?? {}
      if (status === 'ACTIVE') return
      if (status?.endsWith('FAILED')) throw new Error(`${arn}: ${failureReason}`)
      const job = (await this.#parts.jobs()).find(one => one.resource === arn)
      if (job?.progress) report?.(job.progress)
      await new Promise(resolve => setTimeout(resolve, pollMs))
    }
  }
}
