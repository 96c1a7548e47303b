/**
 * The thread that finds the best items of histories, one after the other, as the event loop would find them itself. It asks
 * itself about some histories of the model before it says that it is ready: by then its code is compiled.
 *
 * It never comes back to an event loop of its own: it sleeps on the memory that questions are laid into, and ends when it is
 * terminated.
 */

import { parentPort, workerData } from 'node:worker_threads'
import { type BlendModel, modelOf } from '../artifacts/recommender-artifact.ts'
import { assert } from '../base/assert.ts'
import { bestFinder } from './blend-scorer.ts'
import { placeOf, ScoreMailbox, type ScoreMessage, type ScoreThreadData } from './score-message.ts'

const rehearsalCount = 64

/** Of users all over the model. */
function* rehearsals({ users, histories: { offsets, items } }: BlendModel): Generator<Uint32Array> {
  const step = Math.max(1, Math.floor(users.size / rehearsalCount))
  for (let user = 0; user < users.size; user += step) yield items.subarray(offsets[user], offsets[user + 1])
}

const { artifact, prepared, memory } = workerData as ScoreThreadData
const mailbox = new ScoreMailbox(memory)
const model = modelOf(artifact)
assert(model.kind === 'blend', `histories of a ${model.kind} model are scored in a thread`)
const find = bestFinder(model, prepared)
for (const history of rehearsals(model)) find(history)

const say = (message: ScoreMessage): void => parentPort?.postMessage(message)
say('ready')
for (let next = 0; ; next = (next + 1) | 0) {
  while (mailbox.laidCount === next) mailbox.wait(next)
  const place = placeOf(next)
  if (mailbox.begin(place) && mailbox.answer(place, find(mailbox.historyAt(place)))) say('answered')
}
