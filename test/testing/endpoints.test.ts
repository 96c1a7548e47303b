/** The endpoints of the test mode, on a server process, signed; and that a server without the mode has none of them. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ServerProcess, startServerProcess } from '../fixtures/server/server-process.ts'
import { signedGet, signedPost } from '../fixtures/server/signed-get.ts'

const flags = ['--test-mode', 'true', '--test-clock', '2026-01-01T00:00:00Z', '--test-clock-stopped', 'true']
let server: ServerProcess

before(async () => {
  server = await startServerProcess({ flags })
})

after(() => server?.discard())

test('the clock is read, turned, started and stopped', async () => {
  const start = await signedGet(server, '/attune/clock')
  assert.deepEqual(start.body, { now: '2026-01-01T00:00:00.000Z', epochSeconds: 1767225600, stopped: true })
  const later = await signedPost(server, '/attune/clock', { advanceSeconds: 86_400 })
  assert.equal(later.body.now, '2026-01-02T00:00:00.000Z')
  const named = await signedPost(server, '/attune/clock', { to: '2026-02-01T00:00:00Z', waits: false })
  assert.equal(named.body.now, '2026-02-01T00:00:00.000Z')
  assert.equal((await signedPost(server, '/attune/clock', { stopped: false })).body.stopped, false)
  assert.equal((await signedPost(server, '/attune/clock', { stopped: true })).body.stopped, true)
})

for (const [what, body, message] of [
  ['going back', { to: '2020-01-01T00:00:00Z' }, /does not go back/],
  ['two ways at once', { to: 1_900_000_000, advanceSeconds: 1 }, /not both/],
  ['a duration that is none', { advanceSeconds: '7 days' }, /advanceSeconds must be/],
  ['an unknown member', { advance: 1 }, /Unknown member advance/],
] as const) {
  test(`a turn is refused for ${what}`, async () => {
    const { status, body: answer } = await signedPost(server, '/attune/clock', body)
    assert.equal(status, 400)
    assert.match(String(answer.message), message)
  })
}

test('faults are set, met, shown and ended', async () => {
  const fault = { operation: 'ListRecipes', error: 'ServiceUnavailable', times: 5 }
  await signedPost(server, '/attune/faults', { faults: [fault] })
  await assert.rejects(server.personalize.send(await listRecipes()), { name: 'ServiceUnavailable' })
  const { body } = await signedGet(server, '/attune/faults')
  assert.deepEqual(body.faults, [{ ...fault, seen: 1, struck: 1 }])
  await signedPost(server, '/attune/faults', { faults: [] })
  await server.personalize.send(await listRecipes())
})

const listRecipes = async () => new (await import('@aws-sdk/client-personalize')).ListRecipesCommand({})

for (const [what, fault, message] of [
  ['an operation that does not exist', { operation: 'ListRecipe' }, /name of an operation/],
  ['an error that does not exist', { operation: 'ListRecipes', error: 'Teapot' }, /error of a fault must be one of/],
  ['an unknown member', { resource: 'x', reason: 'y' }, /no member reason/],
  ['nothing named', {}, /must name an operation or a resource/],
] as const) {
  test(`a fault is refused for ${what}`, async () => {
    const { status, body } = await signedPost(server, '/attune/faults', { faults: [fault] })
    assert.equal(status, 400)
    assert.match(String(body.message), message)
  })
}

test('without the mode there are no such endpoints', async context => {
  const plain = await startServerProcess()
  context.after(() => plain.discard())
  for (const path of ['/attune/clock', '/attune/faults']) {
    assert.equal((await signedGet(plain, path)).status, 404)
    assert.equal((await signedPost(plain, path, {})).status, 404)
  }
})

test('unsigned requests are refused', async () => {
  assert.equal((await fetch(`${server.url}/attune/clock`)).status, 403)
})
