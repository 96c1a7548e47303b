/** Answers of a serving whose histories a thread scores against those of one that scores them itself: the same to the byte. */

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { itemId, userId, writeModel } from '../../test/fixtures/data/model-files.ts'
import { vectorBlend } from '../../test/fixtures/data/vector-blend.ts'
import { silentLog } from '../base/log.ts'
import { seededRandom } from '../base/random.ts'
import { createServing } from './create-serving.ts'
import { ModelCache } from './model-cache.ts'
import type { ArtifactReference, RecommendRequest, Serving } from './serving.ts'

const itemCount = 2000
const userCount = 30

const requestOf = fc.record({
  history: fc.option(fc.array(fc.nat(itemCount + 5), { maxLength: 20 }), { nil: undefined }),
  user: fc.nat(userCount + 2),
  numResults: fc.constantFrom(1, 10, 100, 150),
  /** Of so many items one may stand in the answer. */
  oneOf: fc.constantFrom(1, 2, 200),
  lateNeighbour: fc.option(fc.nat(itemCount - 1), { nil: undefined }),
})

describe('answers whose histories a thread scores', () => {
  let directory = ''
  let artifact: ArtifactReference
  let [alone, helped] = [] as unknown as [Serving, Serving]
  const serving = (scoringThreadFrom: number): Serving =>
    createServing({ dataDirectory: directory, settings: { modelMemoryMb: 64, scoringThreadFrom } })

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'attune-foreseen-'))
    artifact = await writeModel(
      directory,
      'vectors',
      vectorBlend({ itemCount, userCount, dimension: 16 }, seededRandom(3)),
    )
    alone = serving(0)
    helped = serving(1)
  })
  after(async () => {
    await Promise.all([alone.close(), helped.close()])
    await rm(directory, { recursive: true })
  })

  const requestFor = ({
    history,
    user,
    numResults,
    oneOf,
    lateNeighbour,
  }: typeof requestOf extends fc.Arbitrary<infer R> ? R : never): RecommendRequest => ({
    ...{ artifact, userId: userId(user), numResults },
    ...(history && { history: history.map(itemId) }),
    ...(oneOf > 1 && { allowed: { has: (item: number) => item % oneOf === 0 } }),
    ...(lateNeighbour !== undefined && {
      late: [
        {
          ...{ itemId: 'late', neighbours: Uint32Array.of(lateNeighbour), shares: Float32Array.of(1) },
          ...{ ageDays: 0, shownCount: 0 },
        },
      ],
    }),
  })

  test('are those of the event loop alone', () =>
    fc.assert(
      fc.asyncProperty(fc.array(requestOf, { minLength: 1, maxLength: 8 }), async asked => {
        const requests = asked.map(requestFor)
        const found = await Promise.all(
          requests.map(async request => {
            await helped.foresee(request)
            return helped.recommend(request)
          }),
        )
        for (const [at, request] of requests.entries()) assert.deepEqual(found[at], await alone.recommend(request))
      }),
      { numRuns: 60 },
    ))

  test('are given without it once the model has left memory', async () => {
    const cache = new ModelCache(directory, 2 ** 40, { from: 1, log: silentLog })
    const warm = await cache.get(artifact)
    const history = Uint32Array.of(1, 2, 3)
    while (!(await warm.elsewhere?.ask(history))) await new Promise(setImmediate)
    await cache.close()
    assert.equal(warm.elsewhere?.ask(history), undefined)
    assert.equal(warm.scorer.foresee?.(history), undefined)
    assert.equal(cache.byteCount, 0)
    const other = new ModelCache(directory, 2 ** 40)
    assert.equal((await other.get(artifact)).elsewhere, undefined, 'without threads there is none')
  })
})
