/**
 * Starts node's test runner for one run of a suite, its readable output going straight to the terminal, and gives the
 * counts. A runner that dies, or that executes nothing, counts as one failure: silence is never success.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Counts } from './count-reporter.ts'
import { preparePython } from './python.ts'
import type { Run } from './suites.ts'

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 }

export const addCounts = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

export const closingLine = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`

/** Limits one test; a suite that hangs is a failure with a name, not a machine that waits. */
const testTimeoutMs = 15 * 60_000

function argumentsFor(run: Run, files: readonly string[], countsPath: string): string[] {
  const reporter = new URL('./count-reporter.ts', import.meta.url).href
  return [
    '--test',
    `--test-isolation=${run.isolation}`,
    `--test-timeout=${testTimeoutMs}`,
    ...(run.isolation === 'process' ? [`--test-concurrency=${run.concurrency ?? 2}`] : []),
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${reporter}`,
    `--test-reporter-destination=${countsPath}`,
    ...files,
  ]
}

function readCounts(path: string): Counts | undefined {
  const line = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').at(-1) : undefined
  return line ? (JSON.parse(line) as Counts) : undefined
}

/** What the counts must become when the runner's own verdict and the counts disagree. */
export function judge(counts: Counts | undefined, exitCode: number | null): { counts: Counts; complaint?: string } {
  if (counts === undefined) {
    return { counts: { ...noCounts, failed: 1 }, complaint: `the test runner ended with ${exitCode} and no summary` }
  }
  if (counts.passed + counts.failed + counts.skipped === 0) {
    return { counts: { ...noCounts, failed: 1 }, complaint: 'no test was executed' }
  }
  if (exitCode !== 0 && counts.failed === 0) {
    return { counts: { ...counts, failed: 1 }, complaint: `the test runner ended with ${exitCode}` }
  }
  return { counts }
}

export async function executeRun(root: string, run: Run, env: NodeJS.ProcessEnv): Promise<Counts> {
  console.log(`\n── ${run.name}`)
  const files = globSync([...run.files], { cwd: root }).sort()
  if (files.length === 0) {
    console.log(`no test files: ${run.files.join(' ')}`)
    return { ...noCounts, failed: 1 }
  }
  const folder = mkdtempSync(join(tmpdir(), 'attune-counts-'))
  const countsPath = join(folder, 'counts.jsonl')
  try {
    const python = run.needsPython ? { ATTUNE_PYTHON: preparePython(root) } : {}
    const child = spawn(process.execPath, argumentsFor(run, files, countsPath), {
      cwd: root,
      env: { ...env, ...python },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const [exitCode] = (await once(child, 'exit')) as [number | null]
    const { counts, complaint } = judge(readCounts(countsPath), exitCode)
    if (complaint !== undefined) console.log(`${run.name}: ${complaint}`)
    return counts
  } catch (error) {
    console.log(`${run.name}: ${(error as Error).message}`)
    return { ...noCounts, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
