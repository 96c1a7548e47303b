/**
 * What the ledger tests share: a started server, the SDK's clients with a method per operation, and the stations of the
 * main path as short calls. Names are numbered, so that no test meets another's resources.
 *
 * The data has a different order in each kind of event, so that what a model learned from can be seen in its answers:
 * views go one item forward round a ring, cheap purchases one back, dear purchases five forward. Late users move among
 * other items than early ones, and histories differ in length.
 */

import { Personalize, type SolutionConfig } from '@aws-sdk/client-personalize'
import { PersonalizeRuntime } from '@aws-sdk/client-personalize-runtime'
import { putObject, roleArn, settled } from '../fixtures/main-path.ts'
import { type ServerProcess, startServerProcess } from '../fixtures/server-process.ts'

export const recipe = (name: string): string => `arn:aws:personalize:::recipe/aws-${name}`

const field = (name: string, type: unknown, more: object = {}) => ({ name, type, ...more })

const avro = (name: string, fields: readonly object[]): string =>
  JSON.stringify({ type: 'record', name, namespace: 'com.amazonaws.personalize.schema', fields, version: '1.0' })

export const interactionsSchema = avro('Interactions', [
  field('USER_ID', 'string'),
  field('ITEM_ID', 'string'),
  field('EVENT_TYPE', 'string'),
  field('EVENT_VALUE', ['null', 'float']),
  field('TIMESTAMP', 'long'),
])

export const itemsSchema = avro('Items', [
  field('ITEM_ID', 'string'),
  field('CATEGORY', ['null', 'string'], { categorical: true }),
  field('PRICE', ['null', 'float']),
])

/** `itemsSchema` and one more column. */
export const widerItemsSchema = itemsSchema.replace(
  '{"name":"PRICE"',
  '{"name":"COLOUR","type":["null","string"],"categorical":true},{"name":"PRICE"',
)

export const itemCount = 40
const userCount = 100

interface Course {
  readonly eventType: string
  readonly eventValue: string
  readonly step: number
}

const courses: readonly Course[] = [
  { eventType: 'view', eventValue: '', step: 1 },
  { eventType: 'buy', eventValue: '1', step: itemCount - 1 },
  { eventType: 'buy', eventValue: '50', step: 5 },
]

export function interactionsCsv(from = 0, to = userCount): string {
  const lines = ['USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,TIMESTAMP']
  for (let user = from; user < to; user++) {
    let time = 1_700_000_000 + user * 10_000
    for (const { eventType, eventValue, step } of courses) {
      const start = (user < userCount / 2 ? user % 10 : 20 + (user % 15)) % itemCount
      for (let at = 0; at < 6 + (user % 9); at++) {
        lines.push(`user-${user},item-${(start + at * step) % itemCount},${eventType},${eventValue},${time++}`)
      }
    }
  }
  return `${lines.join('\n')}\n`
}

export const itemsCsv = (): string =>
  ['ITEM_ID,CATEGORY,PRICE', ...Array.from({ length: itemCount }, (_, at) => `item-${at},c${at % 4},${at}.5`), ''].join(
    '\n',
  )

export interface SolutionMembers {
  readonly recipeArn?: string
  readonly eventType?: string
  readonly solutionConfig?: SolutionConfig
}

export class World {
  readonly server: ServerProcess
  readonly control: Personalize
  readonly runtime: PersonalizeRuntime
  #count = 0
  #group: Promise<string> | undefined

  constructor(server: ServerProcess) {
    const client = { endpoint: server.url, region: 'us-east-1', credentials: server.credentials, maxAttempts: 1 }
    this.server = server
    this.control = new Personalize(client)
    this.runtime = new PersonalizeRuntime(client)
  }

  static async start(...flags: readonly string[]): Promise<World> {
    const standard = ['--quotas', 'unlimited', '--train-interactions-min', '100', '--delete-delay-ms', '0']
    return new World(await startServerProcess({ flags: [...standard, ...flags] }))
  }

  async end(): Promise<void> {
    this.control.destroy()
    this.runtime.destroy()
    await this.server.discard()
  }

  fresh(kind: string): string {
    this.#count += 1
    return `${kind}-${this.#count}`
  }

  async schema(schema = interactionsSchema): Promise<string> {
    return (await this.control.createSchema({ name: this.fresh('schema'), schema })).schemaArn as string
  }

  async group(): Promise<string> {
    const { datasetGroupArn } = await this.control.createDatasetGroup({ name: this.fresh('group') })
    await settled('group', async () => (await this.control.describeDatasetGroup({ datasetGroupArn })).datasetGroup)
    return datasetGroupArn as string
  }

  async dataset(datasetGroupArn: string, datasetType = 'Interactions', schema = interactionsSchema): Promise<string> {
    const schemaArn = await this.schema(schema)
    const name = this.fresh('dataset')
    const { datasetArn } = await this.control.createDataset({ name, datasetType, datasetGroupArn, schemaArn })
    await settled('dataset', async () => (await this.control.describeDataset({ datasetArn })).dataset)
    return datasetArn as string
  }

  /** Puts the text into the local bucket and imports it. Gives the job. */
  async import(datasetArn: string, csv: string, importMode?: 'FULL' | 'INCREMENTAL'): Promise<string> {
    const dataLocation = await putObject(this.server, 'ledger', `${this.fresh('data')}.csv`, csv)
    const { datasetImportJobArn } = await this.control.createDatasetImportJob({
      jobName: this.fresh('import'),
      datasetArn,
      dataSource: { dataLocation },
      roleArn,
      importMode,
    })
    const describe = () => this.control.describeDatasetImportJob({ datasetImportJobArn })
    await settled('import', async () => (await describe()).datasetImportJob)
    return datasetImportJobArn as string
  }

  /** A group with imported interactions, made once. */
  filledGroup(): Promise<string> {
    this.#group ??= (async () => {
      const group = await this.group()
      await this.import(await this.dataset(group), interactionsCsv())
      return group
    })()
    return this.#group
  }

  async solution(members: SolutionMembers = {}, group?: string): Promise<string> {
    const { solutionArn } = await this.control.createSolution({
      name: this.fresh('solution'),
      datasetGroupArn: group ?? (await this.filledGroup()),
      recipeArn: recipe('user-personalization'),
      performAutoTraining: false,
      ...members,
    })
    await settled('solution', async () => (await this.control.describeSolution({ solutionArn })).solution)
    return solutionArn as string
  }

  async version(solutionArn: string): Promise<string> {
    const { solutionVersionArn } = await this.control.createSolutionVersion({ solutionArn })
    const describe = () => this.control.describeSolutionVersion({ solutionVersionArn })
    await settled('version', async () => (await describe()).solutionVersion)
    return solutionVersionArn as string
  }

  async campaign(solutionVersionArn: string): Promise<string> {
    const { campaignArn } = await this.control.createCampaign({ name: this.fresh('campaign'), solutionVersionArn })
    await settled('campaign', async () => (await this.control.describeCampaign({ campaignArn })).campaign)
    return campaignArn as string
  }

  /** Items and scores that a campaign gives a few users, early and late ones and a stranger. */
  async answers(campaignArn: string): Promise<unknown> {
    const users = ['user-3', 'user-47', 'user-95', 'stranger']
    const ask = async (userId: string) =>
      (await this.runtime.getRecommendations({ campaignArn, userId, numResults: 10 })).itemList
    return Promise.all(users.map(ask))
  }

  /** What a solution with these members learns, as the answers of a campaign. */
  async learned(members: SolutionMembers, group?: string): Promise<unknown> {
    return this.answers(await this.campaign(await this.version(await this.solution(members, group))))
  }
}
