/** A thread that tries candidates one after the other, beside others that do: takes one at a time, gives its score. */

import { parentPort, workerData } from 'node:worker_threads'
import { failureOf } from '../../jobs/child-messages.ts'
import type { Candidate } from '../work.ts'
import type { TrialAnswer, TrialThreadData } from './open-trial-thread.ts'
import { scoreTrial } from './trial.ts'

const { subject, means } = workerData as TrialThreadData

const answer = async (candidate: Candidate): Promise<TrialAnswer> => {
  try {
    return { type: 'score', score: await scoreTrial(candidate, subject, means) }
  } catch (error) {
    return failureOf(error)
  }
}

parentPort?.on('message', async (candidate: Candidate) => parentPort?.postMessage(await answer(candidate)))
