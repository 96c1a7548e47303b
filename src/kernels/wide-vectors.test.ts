/**
 * The agreement of every kernel with its plain form, once more in a process whose engine merges vectors: what the setting
 * `wideVectors` does to trainings. The engine's option is experimental, and this is what we hold against that.
 */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { glob } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const folder = fileURLToPath(new URL('.', import.meta.url))

test('vectors that were widened stay so in the threads of the process', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['wide-vectors.ts'], {
    cwd: fileURLToPath(new URL('../../test/fixtures/programs/', import.meta.url)),
    timeout: 60_000,
  })
  assert.deepEqual(JSON.parse(stdout), {
    here: 'wide-simd',
    deterministic: 'simd',
    inThreads: ['wide-simd', 'wide-simd'],
  })
})

test('kernels agree with their plain form on wide vectors too', async () => {
  const files = await Array.fromAsync(glob('*.property.test.ts', { cwd: folder }))
  const args = ['--experimental-wasm-revectorize', '--test', '--test-isolation=none', '--test-reporter=tap', ...files]
  // A test runner that sees the marker of another one reports to it instead of running.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env, timeout: 170_000 })
  assert.match(stdout, /^# pass [1-9]\d*$/m)
  assert.match(stdout, /^# fail 0$/m)
})
