/**
 * The thread that finds the best items of histories, one after the other, as the event loop would find them itself. It asks
 * itself about some histories of the model before it says that it is ready: by then its code is compiled.
 */

import { parentPort, workerData } from 'node:worker_threads'
import { type BlendModel, modelOf } from '../artifacts/recommender-artifact.ts'
import { assert } from '../base/assert.ts'
import { bestFinder } from './blend-scorer.ts'
import { type ScoreMessage, type ScoreQuestion, type ScoreThreadData, take } from './score-message.ts'

const rehearsalCount = 64

/** Of users all over the model. */
function* rehearsals({ users, histories: { offsets, items } }: BlendModel): Generator<Uint32Array> {
  const step = Math.max(1, Math.floor(users.size / rehearsalCount))
  for (let user = 0; user < users.size; user += step) yield items.subarray(offsets[user], offsets[user + 1])
}

const { artifact, prepared, open } = workerData as ScoreThreadData
const model = modelOf(artifact)
assert(model.kind === 'blend', `histories of a ${model.kind} model are scored in a thread`)
const find = bestFinder(model, prepared)
for (const history of rehearsals(model)) find(history)

const say = (message: ScoreMessage): void => parentPort?.postMessage(message)
parentPort?.on('message', ({ id, history }: ScoreQuestion) => {
  if (take(open, id)) say({ id, ...find(history) })
})
say('ready')
