/** A server whose histories a thread scores answers as one that scores them itself, and the event just put is in the answer. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addVectors } from '../../bench/server/with-vectors.ts'
import { startServerProcess } from '../fixtures/server/server-process.ts'
import { put, tracker, views } from '../fixtures/server/streams.ts'
import { interactionsCsv, recipe, World } from '../fixtures/server/world.ts'

const users = [...Array.from({ length: 30 }, (_, user) => `user-${3 * user}`), 'stranger', 'newcomer']
const isScoredByThread = /scored by a thread of its own/

async function restarted({ server }: World, ...flags: readonly string[]): Promise<World> {
  assert.equal(await server.stop(), 0, 'SIGTERM ends it well')
  return new World(
    await startServerProcess({ dataDirectory: server.dataDirectory, flags: ['--log-level', 'info', ...flags] }),
  )
}

test('a thread scores what users have done, and answers stay what they were', async context => {
  const trained = await World.start('--sequence-minutes', '0')
  context.after(() => trained.end())
  const group = await trained.group()
  await trained.import(await trained.dataset(group), interactionsCsv())
  const trackingId = await tracker(trained, group)
  const filterArn = await trained.filter(group, 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("VIEW")')
  const solution = await trained.solution({ recipeArn: recipe('user-personalization-v2') }, group)
  const campaignArn = await trained.campaign(await trained.version(solution))
  const answersOf = ({ runtime }: World) =>
    Promise.all(
      users.flatMap(userId =>
        [{}, { filterArn }].map(async more => {
          const asked = { campaignArn, userId, numResults: 10, ...more }
          return (await runtime.getRecommendations(asked)).itemList
        }),
      ),
    )
  assert.equal(await trained.server.stop(), 0)
  await addVectors(trained.server.dataDirectory, 16)

  const helped = await restarted(trained, '--scoring-thread-from', '1')
  context.after(() => helped.end())
  for (let round = 0; round < 500 && !isScoredByThread.test(helped.server.stderr()); round++) await answersOf(helped)
  assert.match(helped.server.stderr(), isScoredByThread)
  const before = await answersOf(helped)
  await put(helped, { trackingId, userId: 'newcomer', sessionId: 'n', eventList: views(30, 31, 32) })
  const found = await answersOf(helped)
  assert.notDeepEqual(found.at(-2), before.at(-2), 'of the newcomer')
  assert.deepEqual(found.slice(0, -2), before.slice(0, -2))

  const alone = await restarted(helped, '--scoring-thread-from', '0')
  context.after(() => alone.end())
  assert.deepEqual(await answersOf(alone), found)
  assert.doesNotMatch(alone.server.stderr(), isScoredByThread)
})
