/** Which module is opened, and that the ones that ship are those the sources give. */

import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { buildKernels, kernelBinaries } from '../../scripts/build-kernels.ts'
import { byteCountLimit, openKernels } from './wasm-kernels.ts'

const byteCountMax = 1024 * 1024

describe('openKernels', () => {
  test('takes relaxed SIMD where there is no reason against it', () => {
    const { backend, isRelaxed } = openKernels({ byteCountMax })
    assert.deepEqual({ backend, isRelaxed }, { backend: 'relaxed-simd', isRelaxed: true })
  })

  test('takes plain SIMD where every processor must give the same bytes', () => {
    assert.equal(openKernels({ byteCountMax, deterministic: true }).backend, 'simd')
  })

  test('opens a memory again, in the range it is given', () => {
    const first = openKernels({ byteCountMax })
    const range = first.arena.range(4096)
    const { arena, memory } = openKernels({ memory: first.memory, range })
    assert.equal(memory, first.memory)
    assert.equal(arena.f32(1).offset, range.start)
  })

  test('reaches all of a memory of 4 GiB, and no more can be asked', () => {
    const { kernels, arena } = openKernels({ byteCountMax: byteCountLimit })
    arena.range(byteCountLimit - 4096)
    const [x, y] = [arena.f32(256), arena.f32(256)]
    x.view.fill(2)
    y.view.fill(3)
    kernels.axpy(256, 2, x.offset, y.offset)
    assert.equal(kernels.dot(256, x.offset, y.offset), 256 * 2 * 7)
    assert.throws(() => openKernels({ byteCountMax: byteCountLimit + 1 }), RangeError)
  })

  test('gives the same kernels whatever runs them', () => {
    const plain = Object.keys(openKernels({ byteCountMax, backend: 'plain' }).kernels).sort()
    for (const backend of ['simd', 'relaxed-simd', 'wide-simd'] as const) {
      assert.deepEqual(Object.keys(openKernels({ byteCountMax, backend }).kernels).sort(), plain)
    }
    assert.ok(plain.includes('gemm'))
  })
})

test('the modules that lie here are byte for byte what the sources compile to', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'attune-kernels-'))
  try {
    await buildKernels(directory)
    for (const { file } of kernelBinaries) {
      const committed = await readFile(fileURLToPath(new URL(file, import.meta.url)))
      const rebuilt = await readFile(join(directory, file))
      assert.ok(committed.equals(rebuilt), `${file} is stale: node scripts/build-kernels.ts`)
    }
  } finally {
    await rm(directory, { recursive: true })
  }
})
