/** Starts the thread that loads a profile, and takes what it hands over. */

import { Worker } from 'node:worker_threads'
import { siblingModule } from '../base/sibling-module.ts'
import type { ProfileParts } from '../profiles/group-profile.ts'
import type { ReadSpec } from './read-spec.ts'

export const loadProfile = (spec: ReadSpec): Promise<ProfileParts> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(siblingModule(import.meta.url, './load-thread'), { workerData: spec })
    worker.once('message', resolve)
    worker.once('error', reject)
    // After an answer this changes nothing.
    worker.once('exit', code => reject(new Error(`the thread that loads a profile ended with code ${code}`)))
  })
