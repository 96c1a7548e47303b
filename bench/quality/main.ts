/**
 * How good the recommendations are, as a customer of a started server gets them: by protocol, data set and recipe, with
 * standard errors and the goals beside the figures.
 *
 *     node bench/quality/main.ts [ml-1m-last gowalla …] [--data DIR] [--recipe aws-sims] [--draws 2] [--queries 500]
 *                                [--flag --work-memory-mb=2048 …] [--list] [--save]
 *
 * Without names every protocol is run. `--draws` and `--queries` cut a run short; such a run is not to be saved.
 */

import { parseArgs } from 'node:util'
import { print } from '../report/results.ts'
import { protocols } from './protocols.ts'
import { saveProtocols, stamped, tablesOf } from './results-page.ts'
import { type ProtocolResult, runProtocol } from './run-protocol.ts'
import { StartedServer } from './started-server.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: process.env.ATTUNE_DATA_SETS ?? '../shared/data' },
    recipe: { type: 'string' },
    draws: { type: 'string' },
    queries: { type: 'string' },
    flag: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void StartedServer.endAll().finally(() => process.exit(1)))
}

const unknown = positionals.find(name => !protocols.some(({ id }) => id === name))
if (unknown !== undefined)
  throw new Error(`no protocol ${unknown}; there are: ${protocols.map(({ id }) => id).join(' ')}`)
const isCut = options.draws !== undefined || options.queries !== undefined || options.recipe !== undefined
if (options.save && isCut) throw new Error('--save is for whole runs: without --draws, --queries and --recipe')

const wanted = positionals.length === 0 ? protocols : protocols.filter(({ id }) => positionals.includes(id))
const results: Record<string, ProtocolResult> = {}
for (const protocol of options.list ? [] : wanted) {
  try {
    results[protocol.id] = await runProtocol(protocol, {
      data: options.data,
      recipe: options.recipe,
      drawCountMax: Number(options.draws ?? Number.POSITIVE_INFINITY),
      queryCountMax: Number(options.queries ?? Number.POSITIVE_INFINITY),
      flags: options.flag.flatMap(flag => flag.split('=')),
      note: text => console.log(text),
    })
    if (options.save) await saveProtocols(await stamped(results))
  } catch (error) {
    // One protocol that cannot be run must not cost the others their hours.
    process.exitCode = 1
    console.error(`${protocol.id} could not be run: ${(error as Error).stack}`)
  }
}
if (options.list) for (const { id, title, recipe } of wanted) console.log(`${id.padEnd(34)}${title} (${recipe})`)
else print({ name: 'quality', settings: {}, tables: tablesOf(await stamped(results)), notes: [] })
