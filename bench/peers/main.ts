/**
 * Our trainings beside those people would use instead, on the same machine one after the other.
 *
 *     node bench/peers/main.ts [--only sequence,als,library] [--python PATH] [--narrow] [--toy] [--save]
 */

import { parseArgs } from 'node:util'
import { useWideVectors } from '../../src/training/wide-vectors.ts'
import { print, save } from '../report/results.ts'
import { alsComparisons } from './als-comparisons.ts'
import type { Compare, Comparison } from './comparison.ts'
import { libraryComparisons } from './library-comparisons.ts'
import { peerRunner } from './peer-python.ts'
import { sequenceComparisons } from './sequence-comparisons.ts'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    python: { type: 'string' },
    narrow: { type: 'boolean', default: false },
    toy: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
})

// Before any kernel is opened, as each training does.
const isWide = !options.narrow && useWideVectors()

const tables: Readonly<Record<string, Compare>> = {
  sequence: sequenceComparisons,
  als: alsComparisons,
  library: libraryComparisons,
}

/** The ready-made library takes its time: it is asked for by name. */
const wanted = options.only?.split(',') ?? ['sequence', 'als']

const unknown = wanted.find(name => !(name in tables))
if (unknown !== undefined)
  throw new Error(`nothing to compare under ${unknown}; there are: ${Object.keys(tables).join(' ')}`)

const row = ({ what, unit, ours, peer, peerName }: Comparison): readonly (string | number)[] =>
  typeof peer === 'number'
    ? [what, unit, Math.round(ours), peerName, peer, `${(ours / peer).toFixed(2)} ×`]
    : [what, unit, Math.round(ours), peerName, peer, '–']

const rows: (readonly (string | number)[])[] = []
for (const [name, compare] of Object.entries(tables))
  if (wanted.includes(name)) rows.push(...(await compare(peerRunner(options.python), options.toy)).map(row))

const results = {
  name: 'peers',
  settings: { threads: 2, vectors: isWide ? 'wide' : 'narrow' },
  tables: [{ title: 'Beside others', columns: ['', 'unit', 'Attune', 'peer', 'its figure', 'ratio'], rows }],
  notes: ['More is better. A peer that could not be run says why.'],
}
print(results)
if (options.save) await save(results)
