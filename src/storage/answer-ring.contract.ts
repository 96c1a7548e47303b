/** What every ring of answers must do. An adapter's test calls `answerRingContract` with a way to open one in a place. */

import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AnswerRing, KeptText } from './answer-ring.ts'

export interface RingUnderTest {
  readonly name: string
  /** A ring of so many bytes in a directory that may have held one before. */
  open(directory: string, byteCountMax: number): Promise<AnswerRing>
}

async function collected(texts: AsyncIterable<readonly KeptText[]>): Promise<readonly KeptText[]> {
  const all: KeptText[] = []
  for await (const some of texts) all.push(...some)
  return all
}

export function answerRingContract({ name, open }: RingUnderTest): void {
  const inDirectory = async (work: (directory: string) => Promise<void>): Promise<void> => {
    const directory = await mkdtemp(join(tmpdir(), 'attune-ring-'))
    try {
      await work(directory)
    } finally {
      await rm(directory, { recursive: true })
    }
  }

  test(`${name}: what was added is found, before it is written, after it, and by the next to open`, () =>
    inDirectory(async directory => {
      const ring = await open(directory, 1e6)
      assert.equal(ring.add('one', '{"a":"é\\n"}'), true)
      assert.equal(await ring.find('one'), '{"a":"é\\n"}')
      ring.add('two', '{}')
      await ring.close()
      const next = await open(directory, 1e6)
      assert.equal(await next.find('one'), '{"a":"é\\n"}')
      assert.equal(await next.find('two'), '{}')
      assert.equal(await next.find('three'), undefined)
      assert.equal(await next.find('on'), undefined)
      await next.close()
    }))

  test(`${name}: who opens it gets the newest of the former, oldest first, and none of its own`, () =>
    inDirectory(async directory => {
      const ring = await open(directory, 1e6)
      for (let at = 0; at < 300; at++) ring.add(`id-${at}`, `{"at":${at}}`)
      await ring.close()
      const next = await open(directory, 1e6)
      next.add('own', '{}')
      const all = await collected(next.former(1e6))
      assert.equal(all.length, 300)
      assert.deepEqual(all[7], { id: 'id-7', text: '{"at":7}' })
      const some = await collected(next.former(1000))
      assert.ok(some.length > 10 && some.length < 60, `${some.length}`)
      assert.deepEqual(some, all.slice(-some.length))
      assert.deepEqual(await collected(next.former(0)), [])
      await next.close()
    }))

  test(`${name}: the newest text of an id counts`, () =>
    inDirectory(async directory => {
      const ring = await open(directory, 1e6)
      ring.add('one', '1')
      await ring.close()
      const next = await open(directory, 1e6)
      next.add('one', '2')
      assert.equal(await next.find('one'), '2')
      await next.close()
    }))

  test(`${name}: the oldest make room, and the newest stay`, () =>
    inDirectory(async directory => {
      const ring = await open(directory, 10_000)
      const text = JSON.stringify('x'.repeat(100))
      for (let at = 0; at < 1000; at++) assert.equal(ring.add(`id-${at}`, text), true)
      await ring.close()
      const next = await open(directory, 10_000)
      assert.equal(await next.find('id-0'), undefined)
      for (let at = 950; at < 1000; at++) assert.equal(await next.find(`id-${at}`), text, `id-${at}`)
      await next.close()
    }))

  test(`${name}: what is unwanted goes, from the disk too; the rest stays, and what is added meanwhile`, () =>
    inDirectory(async directory => {
      const former = await open(directory, 10_000)
      for (let at = 0; at < 30; at++) former.add(`former-${at}`, JSON.stringify(at % 3 === 0 ? 'secret' : 'plain'))
      await former.close()
      const ring = await open(directory, 10_000)
      await ring.remove(() => false)
      for (let at = 0; at < 30; at++) ring.add(`own-${at}`, JSON.stringify(at % 3 === 0 ? 'secret' : 'plain'))
      const removing = ring.remove(text => text.includes('secret'))
      ring.add('meanwhile', '"plain"')
      await removing
      for (let at = 0; at < 30; at++) {
        const expected = at % 3 === 0 ? undefined : '"plain"'
        assert.equal(await ring.find(`former-${at}`), expected)
        assert.equal(await ring.find(`own-${at}`), expected)
      }
      await ring.close()
      for (const file of await readdir(directory))
        assert.doesNotMatch(await readFile(join(directory, file), 'utf8'), /secret/)
      const next = await open(directory, 10_000)
      assert.equal((await collected(next.former(1e6))).length, 41)
      assert.equal(await next.find('meanwhile'), '"plain"')
      await next.close()
    }))

  test(`${name}: removals at the same time all happen, and take nothing else`, () =>
    inDirectory(async directory => {
      const first = await open(directory, 1e6)
      const text = (at: number): string => `"${'abcd'.charAt(at % 4).repeat(2000)}"`
      for (let at = 0; at < 200; at++) first.add(`id-${at}`, text(at))
      await first.close()
      const ring = await open(directory, 1e6)
      await Promise.all(['a', 'b', 'c'].map(letter => ring.remove(one => one.startsWith(`"${letter}`))))
      await ring.close()
      const next = await open(directory, 1e6)
      const left = await collected(next.former(1e6))
      const ids = Array.from({ length: 50 }, (_, at) => `id-${4 * at + 3}`)
      assert.deepEqual(
        left.map(({ id }) => id),
        ids,
      )
      await next.close()
    }))

  test(`${name}: an answer larger than the ring is not kept, and is counted`, () =>
    inDirectory(async directory => {
      const ring = await open(directory, 1000)
      assert.equal(ring.add('large', 'x'.repeat(2000)), false)
      assert.equal(ring.droppedCount, 1)
      assert.equal(await ring.find('large'), undefined)
      await ring.close()
    }))
}
