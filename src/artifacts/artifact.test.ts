/** Writing and reading: what goes in comes out, the same content gives the same bytes, damage is refused. */

import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ArtifactDamaged, readArtifact } from './reader.ts'
import { type ArtifactContent, writeArtifact } from './writer.ts'

let directory = ''
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-artifact-'))
})
after(() => rm(directory, { recursive: true }))

const content: ArtifactContent = {
  description: { kind: 'example', numbers: { b: 2, a: 1.5 } },
  arrays: {
    zeta: new Float32Array([1.5, -2.25]),
    alpha: new Uint32Array([7, 4294967295]),
    bytes: new Uint8Array([1, 2, 3]),
    wide: new Float64Array([Math.PI]),
    nothing: new Uint32Array(0),
  },
}

const write = (name: string, what: ArtifactContent = content) =>
  writeArtifact(join(directory, name), join(directory, `${name}.partial`), what)

test('arrays and description come back, aligned, and the temporary file is gone', async () => {
  const written = await write('a.artifact')
  const artifact = await readArtifact(join(directory, 'a.artifact'), written.checksum)
  assert.deepEqual(artifact.description, content.description)
  for (const [name, array] of Object.entries(content.arrays)) {
    assert.deepEqual(artifact.arrays.get(name), array)
    assert.equal(artifact.arrays.get(name)!.byteOffset % 64, 0)
  }
  assert.equal(artifact.byteCount, written.byteCount)
  assert.ok(!(await readdir(directory)).includes('a.artifact.partial'))
})

test('the order of keys does not change a byte', async () => {
  const turned: ArtifactContent = {
    description: { numbers: { a: 1.5, b: 2 }, kind: 'example' },
    arrays: Object.fromEntries(Object.entries(content.arrays).reverse()),
  }
  const [first, second] = [await write('b.artifact'), await write('c.artifact', turned)]
  assert.equal(first.checksum, second.checksum)
  assert.deepEqual(await readFile(join(directory, 'b.artifact')), await readFile(join(directory, 'c.artifact')))
})

test('a file cut short, changed or foreign is refused', async () => {
  const path = join(directory, 'd.artifact')
  const refused = (text: RegExp) =>
    assert.rejects(readArtifact(path), fault => fault instanceof ArtifactDamaged && text.test(fault.message))
  await write('d.artifact')
  const whole = await readFile(path)
  for (const at of [70, whole.length - 1]) {
    const changed = Buffer.from(whole)
    changed[at]! ^= 1
    await writeFile(path, changed)
    await refused(/does not match its checksum/)
  }
  const newer = Buffer.from(whole)
  newer[8] = 9
  await writeFile(path, newer)
  await refused(/format version 9 is not 1/)
  await writeFile(path, whole)
  await truncate(path, whole.length - 8)
  await refused(/should have/)
  await truncate(path, 20)
  await refused(/too few/)
  await writeFile(path, Buffer.alloc(200, 'x'))
  await refused(/does not begin/)
})

test('a whole file that is another model is refused when a checksum is asked for', async () => {
  await write('e.artifact')
  await assert.rejects(readArtifact(join(directory, 'e.artifact'), '00'), /the wanted model's is 00/)
})
