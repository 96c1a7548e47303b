/**
 * One server per data directory. The lock is an exclusive transaction held open on a small database of its own, so the
 * operating system lets go of it when the process dies, however it dies.
 */

import { join } from 'node:path'
import { type Database, openDatabase } from './database.ts'

export interface DirectoryLock {
  release(): void
}

const hold = (lock: Database): void =>
  lock.exec('pragma journal_mode = delete; pragma busy_timeout = 0; begin exclusive')

export function lockDirectory(directory: string): DirectoryLock {
  let lock: Database | undefined
  try {
    lock = openDatabase(join(directory, 'lock.db'))
    hold(lock)
  } catch (error) {
    lock?.close()
    if (!/locked|busy/.test((error as Error).message)) throw error
    throw new Error(`another Attune server is using the data directory ${directory}: stop it, or choose another --data`)
  }
  const held = lock
  return { release: () => held.close() }
}
