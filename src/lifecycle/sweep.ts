/**
 * Runs once at start, before any job: removes segments and models that no record names, and everything in `work`. Such
 * files are left by a process that died between writing a file and committing its name, or between removing a record and
 * its files. Nothing else can be writing then: the data directory is locked, and child processes die with their server.
 */

import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../base/log.ts'
import type { Records } from '../storage/records.ts'
import { filesOf } from './files-of.ts'

export interface SweepParts {
  readonly dataDirectory: string
  readonly records: Records
  readonly log: Log
}

/** Folders whose files are named by records of these kinds. */
const keepers = [
  { folder: 'segments', kinds: ['dataset', 'dataset-export-job'] },
  { folder: 'models', kinds: ['solution-version'] },
  { folder: 'searches', kinds: ['solution-version'] },
] as const

const entriesOf = async (directory: string): Promise<readonly string[]> => {
  try {
    return await readdir(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

const removeAll = async (dataDirectory: string, files: readonly string[], log: Log): Promise<void> => {
  for (const file of files) {
    log.info({ file }, 'removing a file that nothing names')
    await rm(join(dataDirectory, file), { recursive: true, force: true })
  }
}

/** Gives the number of files and folders removed. */
export const sweep = async ({ dataDirectory, records, log }: SweepParts): Promise<number> => {
  const left: string[] = []
  for (const { folder, kinds } of keepers) {
    const keeping = await Promise.all(kinds.map(kind => records.everyOne(kind)))
    const named = new Set(keeping.flat().flatMap(filesOf))
    const found = (await entriesOf(join(dataDirectory, folder))).map(name => `${folder}/${name}`)
    left.push(...found.filter(file => !named.has(file)))
  }
  const temporary = (await entriesOf(join(dataDirectory, 'work'))).map(name => `work/${name}`)
  await removeAll(dataDirectory, [...left, ...temporary], log)
  return left.length + temporary.length
}
