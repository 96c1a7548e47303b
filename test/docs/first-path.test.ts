/**
 * The JavaScript of the page that goes from a file to recommendations runs as it stands, on a smaller sample of the same
 * form. (Its Python and its shell script: clients.)
 */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeShop } from '../../src/demo/write-shop.ts'
import { inShell } from '../fixtures/server/person-shell.ts'
import { startServerProcess } from '../fixtures/server/server-process.ts'
import { snippetsOf } from '../fixtures/server/snippets.ts'

test('the JavaScript of the page ends with five items for a user', async context => {
  const server = await startServerProcess({ flags: ['--sequence-minutes', '0'] })
  context.after(() => server.discard())
  const plan = { userCount: 300, itemCount: 200, interactionCount: 12_000, seed: 1 }
  await writeShop(plan, join(server.dataDirectory, 'buckets', 'shop'))
  const program = snippetsOf('docs/using/from-a-file-to-recommendations.md').get('javascript') ?? ''
  const out = await inShell(server, ['node', '--input-type=module', '--eval', program])
  assert.match(out, /precision_at_5/)
  assert.equal(out.match(/^item-\d{4} 0\.\d+$/gm)?.length, 5, out)
})
