/** The README's JavaScript runs as it stands, in a shell that has evaluated `attune env`. (Python and the CLI: clients.) */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inShell } from '../fixtures/server/person-shell.ts'
import { startServerProcess } from '../fixtures/server/server-process.ts'
import { snippetsOf } from '../fixtures/server/snippets.ts'

test('the JavaScript of the README lists the recipes', async context => {
  const server = await startServerProcess()
  context.after(() => server.discard())
  const program = snippetsOf('README.md').get('javascript') ?? ''
  const out = await inShell(server, ['node', '--input-type=module', '--eval', program])
  assert.match(out, /^aws-user-personalization-v2$/m)
})
