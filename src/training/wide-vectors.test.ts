/** Wide vectors are taken only where they give the bytes of narrow ones: what differs is seen, and the answer is acted on. */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { exerciseBytes } from '../kernels/exercise.ts'
import { openKernels } from '../kernels/wasm-kernels.ts'
import { isSame } from './wide-vectors.ts'

const space = (backend: 'relaxed-simd' | 'plain') => openKernels({ byteCountMax: exerciseBytes, backend })

test('kernels that round otherwise are told apart', () => {
  assert.equal(isSame(space('relaxed-simd'), space('relaxed-simd')), true)
  assert.equal(isSame(space('relaxed-simd'), space('plain')), false)
})

test('a process that may widen its vectors opens the kernels it decided for', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['use-wide-vectors.ts'], {
    cwd: fileURLToPath(new URL('../../test/fixtures/programs/', import.meta.url)),
    timeout: 60_000,
  })
  const { isWide, backend } = JSON.parse(stdout)
  assert.equal(backend, isWide ? 'wide-simd' : 'relaxed-simd')
})
