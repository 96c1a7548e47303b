import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

/** A flag that the engine does not know is passed over without an error. */
test('the engine knows the flag that lets the heap grow', () => {
  const { stdout } = spawnSync(process.execPath, ['--v8-options'], { encoding: 'utf8' })
  assert.match(stdout, /--heap-growing-percent /)
})
