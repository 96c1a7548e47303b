/** Real threads beside a real model: what they find, and what becomes of questions when they die, end or are too slow. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Worker } from 'node:worker_threads'
import { writeModel } from '../../test/fixtures/data/model-files.ts'
import { vectorBlend } from '../../test/fixtures/data/vector-blend.ts'
import { readArtifact } from '../artifacts/reader.ts'
import { seededRandom } from '../base/random.ts'
import { inSharedMemory } from '../base/shared-arrays.ts'
import { siblingThread } from '../base/sibling-thread.ts'
import { bestFinder, preparedFor } from './blend-scorer.ts'
import { ScoreElsewhere } from './score-elsewhere.ts'
import type { ScoreModel, ScoreThreadData } from './score-message.ts'

const random = seededRandom(11)
const blend = vectorBlend({ itemCount: 3000, userCount: 40, dimension: 16 }, random)
const histories = Array.from({ length: 50 }, (_, length) => Uint32Array.from({ length }, () => random.below(3000)))

describe('histories scored by a thread', () => {
  let directory = ''
  let model: ScoreModel
  const started: Worker[] = []
  let nowMs = 0
  const troubles: unknown[] = []
  const log = { info: () => {}, error: (trouble: unknown) => void troubles.push(trouble) }
  const open: ScoreElsewhere[] = []

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-elsewhere-'))
    const { file, checksum } = await writeModel(directory, 'vectors', blend)
    const artifact = await readArtifact(join(directory, file), checksum)
    model = inSharedMemory({ artifact, prepared: preparedFor(blend, 2)! })
  })
  after(async () => {
    await Promise.all(open.map(one => one.close()))
    await rm(directory, { recursive: true })
  })

  const start = (data: ScoreThreadData): Worker => {
    const worker = siblingThread(import.meta.url, './score-thread', data)
    started.push(worker)
    return worker
  }
  const elsewhere = (of = model): ScoreElsewhere => {
    const one = new ScoreElsewhere(of, { start, log, nowMs: () => nowMs })
    one.ask(histories[0]!)
    open.push(one)
    return one
  }
  /** The first message of a thread says that it is ready. */
  const ready = async (): Promise<Worker> => {
    const worker = started.at(-1)!
    await once(worker, 'message')
    return worker
  }

  const ended = (worker: Worker): Promise<unknown> => new Promise(resolve => worker.once('exit', resolve))

  test('are what the event loop finds, to the last bit', async () => {
    const asked = elsewhere()
    assert.equal(asked.ask(histories[0]!), undefined, 'nobody is ready')
    await ready()
    const find = bestFinder(blend, preparedFor(blend, 2)!)
    for (const history of histories) {
      const found = await asked.ask(history)
      const { items, shares } = find(history)
      assert.deepEqual({ items: found?.items, shares: found?.shares }, { items, shares })
    }
  })

  test('all are answered or given back, however many are asked at once', async () => {
    const asked = elsewhere()
    await ready()
    const find = bestFinder(blend, preparedFor(blend, 2)!)
    const wanted = histories.map(history => find(history).items)
    const found = await Promise.all(histories.map(history => asked.ask(history)))
    for (const [at, best] of found.entries()) if (best) assert.deepEqual(best.items, wanted[at])
    assert.ok(found.some(best => best))
  })

  test('are given back by a thread that dies, and another takes its place', async () => {
    const asked = elsewhere()
    const first = await ready()
    const waiting = asked.ask(histories[7]!)
    await first.terminate()
    await waiting
    const second = await ready()
    assert.notEqual(second, first)
    assert.ok(await asked.ask(histories[7]!))
  })

  test('are left to the event loop where one comes alone', async () => {
    const asked = elsewhere()
    await ready()
    nowMs += 4
    assert.equal(asked.ask(histories[7]!), undefined)
    nowMs += 2
    assert.ok(await asked.ask(histories[7]!))
    const first = asked.ask(histories[7]!)
    nowMs += 4
    assert.ok(asked.ask(histories[8]!), 'the event loop has another')
    await first
  })

  test('are left to the event loop where no thread can live', async () => {
    const before = started.length
    const asked = elsewhere({ ...model, artifact: { ...model.artifact, arrays: new Map() } })
    for (let at = before; started[at]; at++) await ended(started[at]!)
    assert.equal(started.length - before, 4)
    assert.equal(asked.ask(histories[7]!), undefined)
    assert.equal(troubles.length, 4)
  })

  test('are given back when it is closed, and its thread ends', async () => {
    const asked = elsewhere()
    const worker = await ready()
    const waiting = asked.ask(histories[7]!)
    const end = ended(worker)
    await asked.close()
    await end
    assert.equal(await waiting, undefined)
    assert.equal(asked.ask(histories[7]!), undefined)
    assert.equal(started.at(-1), worker, 'no other was started')
  })
})
