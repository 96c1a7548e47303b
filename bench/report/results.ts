/**
 * What a bench found, for people and for programs: a table on standard output, and with `--save` a JSON file and a page
 * under `bench/results/`, both with the machine, the moment and the commit they belong to.
 */

import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, loadavg, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

export interface Results {
  readonly name: string
  /** Sizes, seeds and rates: what somebody else needs to run the same. */
  readonly settings: Readonly<Record<string, string | number>>
  readonly tables: readonly Table[]
  /** Sentences on how to read the tables. */
  readonly notes: readonly string[]
}

const folder = fileURLToPath(new URL('../results/', import.meta.url))

async function commit(): Promise<string> {
  const git = (...args: string[]) => promisify(execFile)('git', args, { cwd: folder })
  const { stdout } = await git('rev-parse', '--short', 'HEAD')
  return stdout.trim()
}

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ${process.platform} ${process.arch}`

const paddedTable = ({ title, columns, rows }: Table): string => {
  const cells = [columns, ...rows.map(row => row.map(String))]
  const widths = columns.map((_, at) => Math.max(...cells.map(row => row[at]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ')
  return [title, ...cells.map(line)].join('\n')
}

export const markdownTable = ({ title, columns, rows }: Table): string =>
  [
    `## ${title}\n`,
    `| ${columns.join(' | ')} |`,
    `| ${columns.map((_, at) => (at === 0 ? '---' : '---:')).join(' | ')} |`,
    ...rows.map(row => `| ${row.join(' | ')} |`),
  ].join('\n')

/** Work of others on the machine shows here; times taken beside it are worth little. */
const load = (): string => `load of the last minute ${loadavg()[0]?.toFixed(1)}`

export function print({ tables, notes }: Results): void {
  for (const table of tables) console.log(`\n${paddedTable(table)}`)
  for (const note of notes) console.log(`\n${note}`)
  console.log(`\n${machine()}; ${load()}`)
}

/** What figures belong to. */
export interface Stamp {
  readonly machine: string
  readonly date: string
  readonly commit: string
}

export const stampNow = async (): Promise<Stamp> => ({
  machine: machine(),
  date: new Date().toISOString(),
  commit: await commit(),
})

export async function save(results: Results): Promise<void> {
  const stamp = { ...(await stampNow()), load: load() }
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}${results.name}.json`, `${JSON.stringify({ ...stamp, ...results }, null, 2)}\n`)
  const settings = Object.entries(results.settings).map(([name, value]) => `${name} ${value}`)
  const head = `# ${results.name}\n\n${stamp.machine}; ${stamp.load}. ${stamp.date.slice(0, 10)}, commit ${stamp.commit}; ${settings.join(', ')}.`
  const page = [head, ...results.tables.map(markdownTable), ...results.notes].join('\n\n')
  await writeFile(`${folder}${results.name}.md`, `${page}\n`)
}
