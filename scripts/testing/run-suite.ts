/**
 * Starts node's test runner for one run of a suite and gives the counts. Its readable output goes straight to the terminal; of
 * runners side by side that of the first does, and those of the others follow, whole. A runner that dies, or that executes
 * nothing, counts as one failure: silence is never success.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, globSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
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

/** Which of the runners side by side, from 1. */
interface Part {
  readonly at: number
  readonly of: number
}

function argumentsFor(run: Run, files: readonly string[], countsPath: string, { at, of }: Part): string[] {
  const reporter = new URL('./count-reporter.ts', import.meta.url).href
  return [
    '--test',
    `--test-isolation=${run.isolation}`,
    `--test-timeout=${testTimeoutMs}`,
    ...(run.isolation === 'process' ? [`--test-concurrency=${run.concurrency ?? 2}`] : []),
    ...(of > 1 ? [`--test-shard=${at}/${of}`] : []),
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
  try {
    const python = run.needsPython ? { ATTUNE_PYTHON: preparePython(root) } : {}
    const of = Math.min(run.processes ?? 1, files.length)
    const parts = Array.from({ length: of }, (_, index) => ({ at: index + 1, of }))
    const all = await Promise.all(
      parts.map(part => executePart({ run, files, part, folder, root, env: { ...env, ...python } })),
    )
    for (const { output } of all) if (output !== undefined) process.stdout.write(readFileSync(output))
    for (const { complaint } of all) if (complaint !== undefined) console.log(`${run.name}: ${complaint}`)
    return all.map(({ counts }) => counts).reduce(addCounts)
  } catch (error) {
    console.log(`${run.name}: ${(error as Error).message}`)
    return { ...noCounts, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface PartOrder {
  readonly run: Run
  readonly files: readonly string[]
  readonly part: Part
  readonly folder: string
  readonly root: string
  readonly env: NodeJS.ProcessEnv
}

/** `output`: the file that has what it printed, where the terminal does not. */
async function executePart({ run, files, part, folder, root, env }: PartOrder) {
  const countsPath = join(folder, `counts-${part.at}.jsonl`)
  const output = part.at === 1 ? undefined : join(folder, `output-${part.at}.txt`)
  const out = output === undefined ? 'inherit' : openSync(output, 'w')
  const child = spawn(process.execPath, argumentsFor(run, files, countsPath, part), {
    cwd: root,
    env,
    stdio: ['ignore', out, out],
  })
  const [exitCode] = (await once(child, 'exit')) as [number | null]
  if (typeof out === 'number') closeSync(out)
  return { ...judge(readCounts(countsPath), exitCode), ...(output !== undefined && { output }) }
}
