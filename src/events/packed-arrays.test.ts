/** What is packed comes back as it was, and a file that is too short is said to be so. */

import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { packArrays, unpackArrays } from './packed-arrays.ts'

let directory: string
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-packed-'))
})
after(() => rm(directory, { recursive: true }))

const larger = Float64Array.from({ length: 700_000 }, (_, at) => at / 3)

const value = {
  size: 3,
  nothing: null,
  names: ['a', 'b'],
  bytes: Uint8Array.of(1, 2, 3),
  cells: [
    { name: 'PRICE', values: larger },
    { name: 'KIND', values: Uint32Array.of(7), missing: undefined },
  ],
  part: new Float32Array(Float32Array.of(1, 2, 3, 4).buffer, 4, 2),
  none: new Uint32Array(0),
}

test('arrays of every type come back, each in a buffer of its own', async () => {
  const path = join(directory, 'whole')
  const packed = await packArrays(value, path)
  assert.equal((await stat(path)).size, 3 + larger.byteLength + 4 + 8)
  const found = (await unpackArrays(structuredClone(packed), path)) as typeof value
  assert.deepEqual(found, value)
  assert.equal(found.part.buffer.byteLength, 8)
  assert.ok(JSON.stringify(packed).length < 1000, 'the arrays are in the file alone')
})

test('a file that ends too soon is told of', async () => {
  const path = join(directory, 'torn')
  const packed = await packArrays(value, path)
  await truncate(path, 5_000_000)
  await assert.rejects(unpackArrays(packed, path), /too short/)
})

test('an array that would not come back the same is refused', async () => {
  await assert.rejects(
    packArrays({ at: BigInt64Array.of(1n) }, join(directory, 'big')),
    /BigInt64Array cannot be packed/,
  )
})
