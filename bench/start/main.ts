/**
 * How long a test or a program waits for a server of its own: from the call of `startAttune()`, and from the start of an
 * `attune serve` process, to the first answer that the SDK's client has read. Each time on an empty data directory.
 *
 *     node bench/start/main.ts [--times 20] [--together 8] [--toy] [--save]
 */

import { parseArgs } from 'node:util'
import { ListRecipesCommand, PersonalizeClient } from '@aws-sdk/client-personalize'
import { startAttune } from '../../src/testing/start-attune.ts'
import { startServerProcess } from '../../test/fixtures/server/server-process.ts'
import { milliseconds, percentilesOf } from '../report/percentiles.ts'
import { print, save } from '../report/results.ts'

const { values: options } = parseArgs({
  options: {
    times: { type: 'string', default: '20' },
    together: { type: 'string', default: '8' },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

const times = options.toy ? 2 : Number(options.times)
const together = options.toy ? 2 : Number(options.together)

/** Starts so many servers at once in this process, and gives the time until each has answered. */
async function inThisProcess(count: number): Promise<number> {
  const start = performance.now()
  const opened = await Promise.all(
    Array.from({ length: count }, async () => {
      const attune = await startAttune()
      const client = new PersonalizeClient(attune.client)
      await client.send(new ListRecipesCommand({}))
      return { attune, client }
    }),
  )
  const tookMs = performance.now() - start
  for (const { attune, client } of opened) {
    client.destroy()
    await attune.close()
  }
  return tookMs
}

async function asProcess(): Promise<number> {
  const start = performance.now()
  const server = await startServerProcess({ flags: ['--test-mode', 'true'] })
  await server.personalize.send(new ListRecipesCommand({}))
  const tookMs = performance.now() - start
  await server.discard()
  return tookMs
}

async function row(title: string, work: () => Promise<number>): Promise<readonly (string | number)[]> {
  const took = new Float64Array(times)
  for (let at = 0; at < times; at++) took[at] = await work()
  const { p50, max } = percentilesOf(took)
  return [title, milliseconds(p50), milliseconds(max)]
}

// The first one loads modules, which a test file pays once.
const first = await inThisProcess(1)
const results = {
  name: 'start',
  settings: { times, together },
  tables: [
    {
      title: 'From the start of a server to its first answer, ms',
      columns: ['', 'p50', 'max'],
      rows: [
        ['startAttune(), the first in the process', milliseconds(first), milliseconds(first)],
        await row('startAttune(), a further one', () => inThisProcess(1)),
        await row(`startAttune(), ${together} at once`, () => inThisProcess(together)),
        await row('attune serve, a process', asProcess),
      ],
    },
  ],
  notes: [
    'The first in the process includes the compilation of what it runs for the first time, not the import of this file.',
  ],
}
print(results)
if (options.save) await save(results)
