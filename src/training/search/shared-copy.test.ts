/** What threads are given to read: the same values, none of the memory. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sharedCopy } from './shared-copy.ts'

test('a copy has the same values, its arrays in shared memory, and nothing of the first', () => {
  const whole = Uint32Array.of(1, 2, 3, 4)
  const plain = {
    offsets: whole.subarray(1, 3),
    nested: [{ times: Float64Array.of(0.5, Number.NaN), name: 'GENRE' }],
    taken: new Map([[3, [1, 2]]]),
    none: undefined,
    empty: new Float32Array(0),
    bytes: Uint8Array.of(7, 8, 9),
  }
  const copy = sharedCopy(plain)
  assert.deepEqual(copy, plain)
  for (const array of [copy.offsets, copy.nested[0]!.times, copy.empty, copy.bytes])
    assert.ok((array.buffer as ArrayBufferLike) instanceof SharedArrayBuffer)
  whole[1] = 99
  assert.deepEqual([...copy.offsets], [2, 3])
  assert.equal(structuredClone(copy).offsets.buffer.byteLength, 8)
})
