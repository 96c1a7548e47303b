/**
 * Whatever is streamed in whatever order, folded now and then: the profile that took it in as it came is the one that a
 * restart makes from segments and log, and a training sees as many interactions.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { event, group, type LiveWorld, openLiveWorld, trained } from '../../test/fixtures/live-world.ts'
import type { InteractionsOfUser } from '../profiles/profile.ts'

const users = ['ann', 'bob']
const sessions = ['s', 't', 'u']

const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      user: fc.constantFrom(null, ...users),
      session: fc.constantFrom(...sessions),
      item: fc.constantFrom('a', 'b', 'c'),
      time: fc.integer({ min: 1, max: 4 }),
      type: fc.constantFrom('view', 'buy', null),
      value: fc.constantFrom(null, 1.5, 4.1),
      id: fc.option(fc.constantFrom('e', 'f', 'g', 'h'), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.constant('fold' as const) },
)

/** Those of one moment may stand in either order: arrival and place in the segments differ where sessions join. */
function told(items: { idAt(row: number): string }, history: InteractionsOfUser | undefined): readonly string[] {
  const lines = Array.from({ length: history?.count ?? 0 }, (_, at) =>
    [history!.timeAt(at), items.idAt(history!.itemAt(at)), history!.eventTypeAt(at), history!.eventValueAt(at)].join(
      ' ',
    ),
  )
  return lines.sort()
}

async function everything(world: LiveWorld): Promise<unknown> {
  const profile = await world.now().profiles.of(group)
  return {
    users: users.map(id => {
      const row = profile.users.indexOf(id)
      return row < 0 ? [] : told(profile.items, profile.interactionsOf(row))
    }),
    sessions: sessions.map(id => told(profile.items, profile.sessionHistory(id))),
  }
}

test('a profile kept current is the one made anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
      await using world = await openLiveWorld()
      await world.now().profiles.of(group)
      for (const one of steps) {
        if (one === 'fold') {
          await world.fold('INTERACTIONS')
          continue
        }
        const given = { 'ATTUNE:SESSION': one.session, ...(one.id === undefined ? {} : { 'ATTUNE:EVENT': one.id }) }
        const row = { EVENT_TYPE: one.type, EVENT_VALUE: one.value, ...given }
        await world.put('INTERACTIONS', event(one.user, one.item, one.time, row))
      }
      const live = await everything(world)
      await world.restart()
      assert.deepEqual(await everything(world), live, 'from segments and log')
      await world.fold('INTERACTIONS')
      await world.restart()
      const folded = (await everything(world)) as { readonly users: readonly (readonly string[])[] }
      assert.deepEqual(folded, live, 'from segments alone')
      assert.equal(await trained(world), folded.users.flat().length)
    }),
    { numRuns: 6 },
  )
})
