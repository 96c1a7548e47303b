/**
 * Whatever is streamed in whatever order, folded now and then: the profile that took it in as it came is the one that a
 * restart makes from segments and log, and a training sees as many interactions.
 */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { event, group, type LiveWorld, openLiveWorld, trained } from '../../test/fixtures/inside/live-world.ts'
import type { InteractionsOfUser } from '../profiles/profile.ts'

const users = ['ann', 'bob']
const sessions = ['s', 't', 'u']

const did = {
  item: fc.constantFrom('a', 'b', 'c'),
  time: fc.integer({ min: 1, max: 4 }),
  type: fc.constantFrom('view', 'buy', null),
  value: fc.constantFrom(null, 1.5, 4.1),
  id: fc.option(fc.constantFrom('e', 'f', 'g', 'h'), { nil: undefined }),
}

/** Whose sessions become one stay apart from who tells what was shown: equal events of both are told twice until a restart. */
const taking = {
  user: fc.constantFrom(null, ...users),
  session: fc.constantFrom(...sessions),
  shown: fc.constant(null),
}
const telling = {
  user: fc.constant('cat'),
  session: fc.constant('v'),
  item: fc.constantFrom('a', 'b'),
  time: fc.integer({ min: 1, max: 2 }),
  value: fc.constant(null),
  shown: fc.constantFrom(null, 'a|b', 'b|c', ''),
}

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ ...did, ...taking }) },
  { weight: 4, arbitrary: fc.record({ ...did, ...telling }) },
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
    users: [...users, 'cat'].map(id => {
      const row = profile.users.indexOf(id)
      return row < 0 ? [] : told(profile.items, profile.interactionsOf(row))
    }),
    sessions: sessions.map(id => told(profile.items, profile.sessionHistory(id))),
    shown: ['a', 'b', 'c', ''].map(id => profile.impressions.at(profile.impressions.indexOf(id))),
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
        const given = {
          'ATTUNE:SESSION': one.session,
          'ATTUNE:IMPRESSION': one.shown,
          ...(one.id === undefined ? {} : { 'ATTUNE:EVENT': one.id }),
        }
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
