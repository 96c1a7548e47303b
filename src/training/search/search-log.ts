/**
 * The trials of a search on disk, so that a training taken up after a crash does not repeat them. Written whole under a
 * temporary name after each trial, in the order in which they ended. Trials on other data or of another search are
 * forgotten.
 */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crashPoint } from '../../base/crash-points.ts'
import type { Trial } from './propose.ts'

interface Written {
  /** Of what is searched and on which data. */
  readonly subject: string
  readonly trials: readonly KeptTrial[]
}

interface KeptTrial extends Trial {
  /** Place of its space in the search. */
  readonly space: number
}

export interface SearchLog {
  /** Undefined where it was not tried yet. */
  scoreOf(space: number, values: Trial['values']): number | undefined
  /** Resolves when it is on disk. */
  keep(space: number, trial: Trial): Promise<void>
}

export async function openSearchLog(path: string, subject: string): Promise<SearchLog> {
  const trials = [...(await readTrials(path, subject))]
  let written: Promise<void> = Promise.resolve()
  return {
    scoreOf: (space, values) => trials.find(trial => trial.space === space && isSame(trial.values, values))?.score,
    keep: async (space, { values, score }) => {
      trials.push({ space, values, score })
      const all = [...trials]
      written = written.then(() => writeTrials(path, { subject, trials: all }))
      await written
      crashPoint('search.trial-kept')
    },
  }
}

const isSame = (one: Trial['values'], other: Trial['values']): boolean => JSON.stringify(one) === JSON.stringify(other)

async function readTrials(path: string, subject: string): Promise<readonly KeptTrial[]> {
  try {
    const written = JSON.parse(await readFile(path, 'utf8')) as Written
    return written.subject === subject ? written.trials : []
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function writeTrials(path: string, written: Written): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.partial`, JSON.stringify(written), { flush: true })
  await rename(`${path}.partial`, path)
}
