/**
 * `node scripts/test.ts <suite> [--seed N]`: runs a suite of `testing/suites.ts` and ends with one line,
 * `N passed, N failed`. `npm test` is the suite `fast`. The seed goes to the fault tests, which print it.
 */

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { addCounts, closingLine, executeRun, noCounts } from './testing/run-suite.ts'
import { suites } from './testing/suites.ts'

/**
 * Started servers train closed forms, in seconds; a test of the sequence model asks for it. Their jobs have a share of the
 * processors: beside other tests, or other programs, what takes idle time alone stands still, and the test that waits for it.
 */
const quick = { ATTUNE_SEQUENCE_MINUTES: '0', ATTUNE_JOB_PRIORITY: 'low' }

const root = fileURLToPath(new URL('..', import.meta.url))
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' } },
})
const names = positionals.length === 0 ? ['fast'] : positionals
const unknown = names.filter(name => !Object.hasOwn(suites, name))

if (unknown.length > 0) {
  console.error(`unknown suite ${unknown.join(', ')}; there are: ${Object.keys(suites).join(', ')}`)
  process.exitCode = 2
} else {
  const env = { ...quick, ...process.env, ...(values.seed === undefined ? {} : { ATTUNE_FAULT_SEED: values.seed }) }
  if (values.seed !== undefined) console.log(`seed ${values.seed}`)
  let counts = noCounts
  for (const run of new Set(names.flatMap(name => suites[name] ?? []))) {
    counts = addCounts(counts, await executeRun(root, run, env))
  }
  console.log(`\n${closingLine(counts)}`)
  process.exitCode = counts.failed === 0 ? 0 : 1
}
