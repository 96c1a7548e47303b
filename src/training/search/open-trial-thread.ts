/**
 * A thread that tries candidates, seen from the training that started it. Threads share what they learn from and nothing
 * else: each has a heap of its own and starts the team of its fits itself. All of them end with the process of the
 * training, and have its priority.
 */

import { siblingThread } from '../../base/sibling-thread.ts'
import { errorOf, type Failure } from '../../jobs/child-messages.ts'
import type { TrainingMeans } from '../trainers/trainer.ts'
import type { Candidate } from '../work.ts'
import type { Lane } from './run-search.ts'
import type { Subject } from './trial.ts'

export interface TrialThreadData {
  /** With arrays in shared memory, as `inSharedMemory` makes it. */
  readonly subject: Subject
  readonly means: TrainingMeans
}

export type TrialAnswer = { readonly type: 'score'; readonly score: number } | Failure

export function openTrialThread(data: TrialThreadData): Lane {
  const thread = siblingThread(import.meta.url, './trial-thread', data)
  // It may end by itself between two trials, too; the next one then never begins.
  const ended = new Promise<never>((_, reject) => {
    thread.on('error', reject).on('exit', code => reject(new Error(`the thread of a trial ended with ${code}`)))
  })
  ended.catch(() => undefined)
  return {
    score: candidate => {
      const { promise, resolve, reject } = Promise.withResolvers<number>()
      thread.once('message', (said: TrialAnswer) => {
        if (said.type === 'score') resolve(said.score)
        else reject(errorOf(said))
      })
      thread.postMessage(candidate satisfies Candidate)
      return Promise.race([promise, ended])
    },
    close: async () => {
      await thread.terminate()
    },
  }
}
