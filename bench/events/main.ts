/**
 * How many events a second the server takes durably from one client process on the same machine, how long a call takes, and
 * how many bytes a profile keeps of what it knows: a started server process, PutEvents over HTTP with signatures, and
 * profiles loaded from segments of a million rows.
 *
 *     node bench/events/main.ts [--seconds 10] [--rows 1000000] [--toy] [--save]
 */

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  CreateDatasetCommand,
  CreateDatasetGroupCommand,
  CreateEventTrackerCommand,
  CreateSchemaCommand,
  DescribeDatasetCommand,
  DescribeDatasetGroupCommand,
} from '@aws-sdk/client-personalize'
import { silentLog } from '../../src/base/log.ts'
import { seededRandom } from '../../src/base/random.ts'
import { inDuckDb } from '../../src/datasets/snapshot-engine.ts'
import { loadProfile } from '../../src/events/load-profile.ts'
import type { ReadSpec } from '../../src/events/read-spec.ts'
import { LiveProfile } from '../../src/profiles/group-profile.ts'
import { interactionsSchema, settled } from '../../test/fixtures/server/main-path.ts'
import { type ServerProcess, startServerProcess } from '../../test/fixtures/server/server-process.ts'
import { milliseconds, percentilesOf } from '../report/percentiles.ts'
import { print, save } from '../report/results.ts'
import { load } from '../server/load.ts'
import { signed } from '../server/signed-requests.ts'

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    rows: { type: 'string', default: '1000000' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

const seconds = options.toy ? 0.3 : Number(options.seconds)
const rowCount = options.toy ? 10_000 : Number(options.rows)
const callCount = options.toy ? 50 : 4000
const connectionCount = options.toy ? 2 : 16
const wantedEventsPerSecond = options.toy ? 500 : 5000
const userCount = 10_000
const itemCount = 5000
const seed = 1

async function openTracker({ personalize }: ServerProcess): Promise<string> {
  const name = 'bench'
  const { datasetGroupArn } = await personalize.send(new CreateDatasetGroupCommand({ name }))
  const group = new DescribeDatasetGroupCommand({ datasetGroupArn })
  await settled('group', async () => (await personalize.send(group)).datasetGroup)
  const { schemaArn } = await personalize.send(new CreateSchemaCommand({ name, schema: interactionsSchema }))
  const input = { name, datasetType: 'Interactions', datasetGroupArn, schemaArn }
  const { datasetArn } = await personalize.send(new CreateDatasetCommand(input))
  const dataset = new DescribeDatasetCommand({ datasetArn })
  await settled('dataset', async () => (await personalize.send(dataset)).dataset)
  const { trackingId = '' } = await personalize.send(new CreateEventTrackerCommand({ name, datasetGroupArn }))
  return trackingId
}

/** Every call is another user's session, every event another item and moment. */
function calls({ url, credentials }: ServerProcess, trackingId: string, eventsPerCall: number): readonly string[] {
  const random = seededRandom(seed)
  return Array.from({ length: callCount }, (_, call) => {
    const eventList = Array.from({ length: eventsPerCall }, (_, at) => ({
      eventType: random.below(5) === 0 ? 'buy' : 'view',
      itemId: `item-${random.below(itemCount)}`,
      sentAt: 1_700_000_000 + call * eventsPerCall + at,
    }))
    const userId = `user-${random.below(userCount)}`
    return signed(url, credentials, {
      path: '/events',
      input: { trackingId, userId, sessionId: `session-${call}`, eventList },
    })
  })
}

async function speed(server: ServerProcess, trackingId: string, eventsPerCall: number, eventsPerSecond?: number) {
  const spec = {
    ...{ host: '127.0.0.1', port: Number(new URL(server.url).port), connectionCount },
    requests: calls(server, trackingId, eventsPerCall),
    ...(eventsPerSecond === undefined ? {} : { requestsPerSecond: eventsPerSecond / eventsPerCall }),
  }
  await load({ ...spec, durationMs: seconds * 200 })
  const { latenciesMs, elapsedMs, failures } = await load({ ...spec, durationMs: seconds * 1000 })
  if (Object.keys(failures).length > 0) throw new Error(`answers failed: ${JSON.stringify(failures)}`)
  const { p50, p90, p99, p999, max } = percentilesOf(latenciesMs)
  const callsPerSecond = (latenciesMs.length * 1000) / elapsedMs
  const name = `${eventsPerCall} a call${eventsPerSecond === undefined ? ', full speed' : `, ${eventsPerSecond} events a second`}`
  return [
    name,
    Math.round(callsPerSecond * eventsPerCall),
    Math.round(callsPerSecond),
    ...[p50, p90, p99, p999, max].map(milliseconds),
  ]
}

const segments = {
  interactions: `select 'user-' || (random() * ${rowCount / 100})::int as USER_ID, 'item-' || (random() * ${rowCount / 100})::int as ITEM_ID,
    1600000000 + (random() * 1e8)::bigint as TIMESTAMP, case when random() < 0.8 then 'view' else 'buy' end as EVENT_TYPE,
    (random() * 5)::float as EVENT_VALUE from range(${rowCount})`,
  items: `select 'item-' || range as ITEM_ID, (random() * 100)::float as PRICE, 'genre-' || range % 20 as GENRE,
    'A title, number ' || range as TITLE from range(${rowCount})`,
  users: `select 'user-' || range as USER_ID, (18 + random() * 60)::int as AGE, 'plan-' || range % 4 as PLAN from range(${rowCount})`,
} as const

const column = (name: string, type: 'number' | 'string', isCategorical = false) => ({ name, type, isCategorical })

const columnsOf = {
  interactions: [],
  items: [column('PRICE', 'number'), column('GENRE', 'string', true), column('TITLE', 'string')],
  users: [column('AGE', 'number'), column('PLAN', 'string', true)],
}

async function sizes(directory: string) {
  const bounds = { temporaryDirectory: join(directory, 'spill'), memoryMb: 1024 }
  const rows: (readonly (string | number)[])[] = []
  for (const kind of ['interactions', 'items', 'users'] as const) {
    const file = join(directory, `${kind}.parquet`)
    await inDuckDb(bounds, connection => connection.run(`copy (${segments[kind]}) to '${file}' (format parquet)`))
    const none = { files: [], columns: [] }
    const spec: ReadSpec = { interactions: none, items: none, users: none, ...bounds }
    const startMs = performance.now()
    const means = { priority: 'normal', signal: new AbortController().signal, log: silentLog } as const
    const parts = await loadProfile({ ...spec, [kind]: { files: [file], columns: columnsOf[kind] } }, means)
    const tookMs = performance.now() - startMs
    const { byteCount } = new LiveProfile(parts)
    rows.push([`${kind}`, rowCount, (byteCount / rowCount).toFixed(1), (tookMs / 1000).toFixed(2)])
  }
  return rows
}

const directory = await mkdtemp(join(tmpdir(), 'attune-bench-events-'))
await mkdir(join(directory, 'spill'))
const server = await startServerProcess()
try {
  const trackingId = await openTracker(server)
  const results = {
    name: 'events',
    settings: { connectionCount, seconds, rowCount, userCount, itemCount, seed },
    tables: [
      {
        title: 'PutEvents, each call synced before its answer; times in milliseconds',
        columns: ['events', 'events/s', 'calls/s', 'p50', 'p90', 'p99', 'p99.9', 'max'],
        rows: [
          await speed(server, trackingId, 10),
          await speed(server, trackingId, 1),
          await speed(server, trackingId, 10, wantedEventsPerSecond),
        ],
      },
      {
        title: 'A profile in memory',
        columns: ['rows of', 'rows', 'bytes a row', 'seconds to load'],
        rows: await sizes(directory),
      },
    ],
    notes: [
      'Server and load generator share the cores of one machine; the disk of the temporary directory is what is synced to. Rows of interactions are spread over a hundredth as many users and items, whose ids are counted with them.',
    ],
  }
  print(results)
  if (options.save) await save(results)
} finally {
  await server.discard()
  await rm(directory, { recursive: true })
}
