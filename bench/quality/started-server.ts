/**
 * A started server as a customer meets it: dataset groups, imports, trainings, campaigns and requests through the SDK's
 * clients. Only what the API does not tell (the model's own description, memory) is read beside it.
 */

import { createWriteStream } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Personalize } from '@aws-sdk/client-personalize'
import { PersonalizeRuntime } from '@aws-sdk/client-personalize-runtime'
import { readArtifact } from '../../src/artifacts/reader.ts'
import { roleArn, settled } from '../../test/fixtures/server/main-path.ts'
import { type ServerProcess, startServerProcess } from '../../test/fixtures/server/server-process.ts'
import type { DatasetFile } from './data-sets.ts'
import { type PeakMemory, watchMemory } from './process-memory.ts'

const patienceMs = 3_600_000

export interface Trained {
  readonly solutionVersionArn: string
  readonly seconds: number
  readonly memory: PeakMemory
  /** How the model says it came about: recipe, seed, and what was chosen on the way. */
  readonly origin: Readonly<Record<string, unknown>>
}

export class StartedServer {
  readonly process: ServerProcess
  readonly runtime: PersonalizeRuntime
  readonly #control: Personalize
  #count = 0
  static readonly #open = new Set<StartedServer>()

  private constructor(process: ServerProcess) {
    const client = { endpoint: process.url, region: 'us-east-1', credentials: process.credentials, maxAttempts: 1 }
    this.process = process
    this.#control = new Personalize(client)
    this.runtime = new PersonalizeRuntime(client)
  }

  static async start(flags: readonly string[] = []): Promise<StartedServer> {
    const needed = ['--quotas', 'unlimited', '--import-interactions-min', '1']
    const server = new StartedServer(await startServerProcess({ flags: [...needed, ...flags] }))
    StartedServer.#open.add(server)
    return server
  }

  /** For a bench that is told to stop: neither servers nor their directories are left behind. */
  static async endAll(): Promise<void> {
    for (const server of StartedServer.#open) await server.process.discard()
  }

  async end(): Promise<void> {
    StartedServer.#open.delete(this)
    this.#control.destroy()
    this.runtime.destroy()
    await this.process.stop()
    await this.process.discard()
  }

  #fresh(kind: string): string {
    this.#count += 1
    return `${kind}-${this.#count}`
  }

  async group(): Promise<string> {
    const { datasetGroupArn } = await this.#control.createDatasetGroup({ name: this.#fresh('group') })
    await settled('group', async () => (await this.#control.describeDatasetGroup({ datasetGroupArn })).datasetGroup)
    return datasetGroupArn as string
  }

  async dataset(
    datasetGroupArn: string,
    { datasetType, schema }: Pick<DatasetFile, 'datasetType' | 'schema'>,
  ): Promise<string> {
    const { schemaArn } = await this.#control.createSchema({ name: this.#fresh('schema'), schema })
    const name = this.#fresh('dataset')
    const { datasetArn } = await this.#control.createDataset({ name, datasetType, datasetGroupArn, schemaArn })
    await settled('dataset', async () => (await this.#control.describeDataset({ datasetArn })).dataset)
    return datasetArn as string
  }

  /** Into a dataset that has rows already they are added. */
  async import(datasetArn: string, lines: readonly string[], importMode: 'FULL' | 'INCREMENTAL'): Promise<void> {
    await this.importFrom(datasetArn, await this.put(lines), importMode)
  }

  /** Writes a CSV into a bucket of the server, each text a line or more of them; gives its location. */
  async put(texts: Iterable<string>): Promise<string> {
    const file = `${this.#fresh('data')}.csv`
    const bucket = join(this.process.dataDirectory, 'buckets', 'quality')
    await mkdir(bucket, { recursive: true })
    await pipeline(
      Readable.from(texts).map((text: string) => `${text}\n`),
      createWriteStream(join(bucket, file)),
    )
    return `s3://quality/${file}`
  }

  async importFrom(datasetArn: string, dataLocation: string, importMode: 'FULL' | 'INCREMENTAL'): Promise<void> {
    const { datasetImportJobArn } = await this.#control.createDatasetImportJob({
      jobName: this.#fresh('import'),
      datasetArn,
      dataSource: { dataLocation },
      roleArn,
      importMode,
    })
    const describe = () => this.#control.describeDatasetImportJob({ datasetImportJobArn })
    await settled('import', async () => (await describe()).datasetImportJob, patienceMs)
  }

  /** What the version measured of itself. */
  async metrics(solutionVersionArn: string): Promise<Readonly<Record<string, number>>> {
    return (await this.#control.getSolutionMetrics({ solutionVersionArn })).metrics ?? {}
  }

  /** The shipped recipe as it is: no configuration. */
  async train(datasetGroupArn: string, recipe: string): Promise<Trained> {
    const { solutionArn } = await this.#control.createSolution({
      name: this.#fresh('solution'),
      datasetGroupArn,
      recipeArn: `arn:aws:personalize:::recipe/${recipe}`,
      performAutoTraining: false,
    })
    await settled('solution', async () => (await this.#control.describeSolution({ solutionArn })).solution)
    const watch = watchMemory(this.process.pid)
    try {
      const startMs = performance.now()
      const { solutionVersionArn = '' } = await this.#control.createSolutionVersion({ solutionArn })
      const describe = () => this.#control.describeSolutionVersion({ solutionVersionArn })
      await settled('training', async () => (await describe()).solutionVersion, patienceMs)
      const seconds = (performance.now() - startMs) / 1000
      return { solutionVersionArn, seconds, memory: watch.peak(), origin: await this.#newestOrigin() }
    } finally {
      watch.end()
    }
  }

  async #newestOrigin(): Promise<Readonly<Record<string, unknown>>> {
    const folder = join(this.process.dataDirectory, 'models')
    const files = (await readdir(folder)).filter(name => name.endsWith('.artifact')).map(name => join(folder, name))
    const dated = await Promise.all(files.map(async file => ({ file, at: (await stat(file)).mtimeMs })))
    const newest = dated.toSorted((one, other) => other.at - one.at)[0]
    if (!newest) return {}
    const { kind, origin } = (await readArtifact(newest.file)).description
    return { kind, ...(origin as Record<string, unknown>) }
  }

  async campaign(solutionVersionArn: string): Promise<string> {
    const { campaignArn } = await this.#control.createCampaign({ name: this.#fresh('campaign'), solutionVersionArn })
    const describe = () => this.#control.describeCampaign({ campaignArn })
    await settled('campaign', async () => (await describe()).campaign, patienceMs)
    return campaignArn as string
  }

  /** Removes what the user has met, whatever the event; undefined where the server has no filters. */
  async seenFilter(datasetGroupArn: string): Promise<string | undefined> {
    const filterExpression = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")'
    try {
      const name = this.#fresh('seen')
      const { filterArn } = await this.#control.createFilter({ name, datasetGroupArn, filterExpression })
      await settled('filter', async () => (await this.#control.describeFilter({ filterArn })).filter)
      return filterArn
    } catch (error) {
      if ((error as Error).name === 'NotImplementedException') return undefined
      throw error
    }
  }
}
