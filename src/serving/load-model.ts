/** Starts the thread that loads a model, and takes what it hands over. */

import type { Worker } from 'node:worker_threads'
import { ArtifactDamaged } from '../artifacts/reader.ts'
import { siblingThread } from '../base/sibling-thread.ts'
import type { LoadMessage } from './load-message.ts'
import { type WarmModel, warmFrom } from './warm-model.ts'

/** Throws `ArtifactDamaged` when there is no whole model of this checksum at the path. */
export async function loadModel(path: string, checksum: string): Promise<WarmModel> {
  const message = await answerOf(siblingThread(import.meta.url, './load-thread', { path, checksum }))
  if ('damage' in message) throw new ArtifactDamaged(message.damage)
  return warmFrom(message.artifact, message.prepared)
}

const answerOf = (worker: Worker): Promise<LoadMessage> =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    // After an answer this changes nothing.
    worker.once('exit', code => reject(new Error(`the thread that loads a model ended with code ${code}`)))
  })
