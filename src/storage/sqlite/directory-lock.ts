/**
 * One server per data directory. The lock is an exclusive transaction held open on a small database of its own, so the
 * operating system lets go of it when the process dies, however it dies.
 */

import { join } from 'node:path'
import { type Database, openPlain } from './database.ts'

export interface DirectoryLock {
  release(): void
}

export function lockDirectory(directory: string): DirectoryLock {
  let lock: Database | undefined
  try {
    lock = openPlain(join(directory, 'lock.db'))
    lock.exec('begin exclusive')
  } catch (error) {
    lock?.close()
    if (!/locked|busy/.test((error as Error).message)) throw error
    throw new Error(`another Attune server is using the data directory ${directory}: stop it, or choose another --data`)
  }
  const held = lock
  return { release: () => held.close() }
}
