/** Starts the thread that loads a model, and takes what it hands over. */

import type { Worker } from 'node:worker_threads'
import { ArtifactDamaged } from '../artifacts/reader.ts'
import type { Log } from '../base/log.ts'
import { siblingThread } from '../base/sibling-thread.ts'
import type { LoadMessage, LoadThreadData } from './load-message.ts'
import { ScoreElsewhere } from './score-elsewhere.ts'
import type { ScoreModel } from './score-message.ts'
import { type WarmModel, warmFrom } from './warm-model.ts'

export interface Threads {
  /** Products of one history from which a thread of its own scores them; 0: never. */
  readonly from: number
  readonly log: Pick<Log, 'info' | 'error'>
}

/** Throws `ArtifactDamaged` when there is no whole model of this checksum at the path. */
export async function loadModel(path: string, checksum: string, threads: Threads): Promise<WarmModel> {
  const data: LoadThreadData = { path, checksum, threadFrom: threads.from }
  const message = await answerOf(siblingThread(import.meta.url, './load-thread', data))
  if ('damage' in message) throw new ArtifactDamaged(message.damage)
  const { artifact, prepared, isShared } = message
  return warmFrom(artifact, prepared, prepared && isShared ? threadOf({ artifact, prepared }, threads) : undefined)
}

const threadOf = (model: ScoreModel, { log }: Threads): ScoreElsewhere =>
  new ScoreElsewhere(model, {
    start: data => siblingThread(import.meta.url, './score-thread', data),
    log,
  })

const answerOf = (worker: Worker): Promise<LoadMessage> =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    // After an answer this changes nothing.
    worker.once('exit', code => reject(new Error(`the thread that loads a model ended with code ${code}`)))
  })
