/**
 * `node scripts/ledger.ts [--check] [--facts FILE]`: runs the ledger tests and writes `docs/reference/compatibility.md` from
 * what they proved. With `--check` nothing is written; the page must already say exactly that. With `--facts` no test is run:
 * the file has what they proved in another run, which had it as `ATTUNE_LEDGER_OUT`.
 */

import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { LedgerFact } from '../test/ledger/member-effect.ts'
import { compatibilityPage } from './ledger-page.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const pagePath = join(root, 'docs', 'reference', 'compatibility.md')

const factsIn = (file: string): readonly LedgerFact[] =>
  (existsSync(file) ? readFileSync(file, 'utf8') : '')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as LedgerFact)

/** The facts of all tests that pass; a failing test proves nothing, and the run says so. */
function gatherFacts(): { facts: readonly LedgerFact[]; allPassed: boolean } {
  const folder = mkdtempSync(join(tmpdir(), 'attune-ledger-'))
  const out = join(folder, 'facts.jsonl')
  try {
    const files = globSync('test/ledger/*.test.ts', { cwd: root }).sort()
    const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=2', ...files], {
      cwd: root,
      env: { ...process.env, ATTUNE_LEDGER_OUT: out },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    return { facts: factsIn(out), allPassed: status === 0 && files.length > 0 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function firstDifference(wanted: string, found: string): string {
  const [now, before] = [wanted.split('\n'), found.split('\n')]
  const at = now.findIndex((line, index) => line !== before[index])
  const index = at < 0 ? now.length : at
  return `line ${index + 1}\n  proved: ${now[index] ?? '(end)'}\n  page:   ${before[index] ?? '(end)'}`
}

const { values: given } = parseArgs({ options: { check: { type: 'boolean' }, facts: { type: 'string' } } })
const { facts, allPassed } =
  given.facts === undefined ? gatherFacts() : { facts: factsIn(given.facts), allPassed: true }
const page = compatibilityPage(facts)
if (!given.check) {
  writeFileSync(pagePath, page)
  console.log(`${pagePath}: ${facts.length} facts`)
} else {
  const found = existsSync(pagePath) ? readFileSync(pagePath, 'utf8') : ''
  if (found !== page) {
    console.error(
      `the compatibility page is not what the tests prove; run node scripts/ledger.ts. First difference: ${firstDifference(page, found)}`,
    )
    process.exitCode = 1
  }
}
if (!allPassed) {
  console.error('a ledger test failed')
  process.exitCode = 1
}
