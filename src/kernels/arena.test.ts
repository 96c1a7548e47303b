/** Blocks never overlap, start at cache lines, and a full arena says so. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Arena, ArenaFull } from './arena.ts'

const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })

test('blocks lie one after the other at multiples of 64, none at 0', () => {
  const arena = new Arena(memory)
  const [floats, bytes, words] = [arena.f32(17), arena.i8(3), arena.u32(1)]
  assert.deepEqual(
    [floats, bytes, words].map(({ offset }) => offset),
    [64, 192, 256],
  )
  assert.equal(floats.view.byteOffset, 64)
})

test('what was taken since a mark is free again after release', () => {
  const arena = new Arena(memory)
  const mark = arena.mark()
  const first = arena.f32(100)
  arena.release(mark)
  assert.equal(arena.f32(1).offset, first.offset)
})

test('a range is an arena of its own within the reserved bytes', () => {
  const arena = new Arena(memory)
  const range = arena.range(128)
  const inner = new Arena(memory, range)
  inner.f32(32)
  assert.throws(() => inner.i8(1), ArenaFull)
  assert.equal(arena.f32(1).offset, range.end)
})

test('more than there is fails with what was asked and what is free', () => {
  assert.throws(() => new Arena(memory).f32(16384), { name: 'ArenaFull', message: '65536 bytes asked, 65472 free' })
})
