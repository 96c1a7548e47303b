import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inSharedMemory, sharedBuffer } from './shared-arrays.ts'

test('arrays are the same, and in memory that threads share', () => {
  const lists = new Map([['codes', Uint8Array.of(1, 2, 3)]])
  const value = { name: 'a', none: undefined, lists: [{ floats: Float32Array.of(1.5, -2) }, lists] }
  const shared = inSharedMemory(value)
  assert.deepEqual(shared, value)
  const [first, second] = shared.lists as [{ floats: Float32Array }, Map<string, Uint8Array>]
  for (const { buffer } of [first.floats, second.get('codes')!]) assert.ok(buffer instanceof SharedArrayBuffer)
})

test('what is one buffer, array or object stays one', () => {
  const floats = Float32Array.of(1, 2, 3, 4)
  const [one, two, other, again] = inSharedMemory([floats, floats, floats.subarray(2), [floats][0]!])
  assert.equal(one, two)
  assert.equal(one, again)
  assert.equal(one?.buffer, other?.buffer)
  assert.deepEqual([...other!], [3, 4])
})

test('what is shared already stays where it is, as memories of kernels do', () => {
  const bytes = new Uint8Array(sharedBuffer(8))
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
  assert.deepEqual(inSharedMemory({ bytes, memory }), { bytes, memory })
  assert.equal(inSharedMemory({ bytes, memory }).bytes, bytes)
  assert.equal(inSharedMemory({ bytes, memory }).memory, memory)
})
