/**
 * The trials of a search on disk, so that a training taken up after a crash does not repeat them. Written whole under a
 * temporary name after each trial. Trials on other data or of another search are forgotten.
 */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Trial } from './propose.ts'

interface Written {
  /** Of what is searched and on which data. */
  readonly subject: string
  /** By space. */
  readonly trials: readonly (readonly Trial[])[]
}

export async function readTrials(path: string, subject: string): Promise<readonly (readonly Trial[])[]> {
  try {
    const written = JSON.parse(await readFile(path, 'utf8')) as Written
    return written.subject === subject ? written.trials : []
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

export async function writeTrials(path: string, subject: string, trials: readonly (readonly Trial[])[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const written: Written = { subject, trials }
  await writeFile(`${path}.partial`, JSON.stringify(written), { flush: true })
  await rename(`${path}.partial`, path)
}
