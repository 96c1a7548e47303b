import assert from 'node:assert/strict'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { answerRingContract } from '../answer-ring.contract.ts'
import { openFileAnswerRing } from './file-answer-ring.ts'

const open = (directory: string, byteCountMax: number, troubles: string[] = []) =>
  openFileAnswerRing({ directory, byteCountMax, onTrouble: what => troubles.push(what) })

answerRingContract({ name: 'ring of answers in files', open })

let directory: string
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'attune-ring-files-'))
})
after(() => rm(directory, { recursive: true }))

const place = (name: string): string => join(directory, name)

const filesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).sort().map(name => join(folder, name))

test('the files together stay within the bound', async () => {
  const ring = await open(place('bounded'), 20_000)
  for (let at = 0; at < 2000; at++) ring.add(`id-${at}`, JSON.stringify('y'.repeat(at % 400)))
  await ring.close()
  const sizes = await Promise.all((await filesIn(place('bounded'))).map(async path => (await stat(path)).size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  assert.ok(total <= 20_000 && total > 15_000, `${sizes}`)
})

test('a torn end is cut off, whatever it looks like, and the next answer stands behind whole lines', async () => {
  for (const [index, torn] of ['0badc0de id-2 {"half', '00000000 id-2 {}\n', '\n\0\0\0\0', 'x'].entries()) {
    const folder = place(`torn-${index}`)
    const first = await open(folder, 1e6)
    first.add('id-1', '{"whole":1}')
    await first.close()
    const [path] = await filesIn(folder)
    const whole = await readFile(path!)
    await appendFile(path!, torn)
    const second = await open(folder, 1e6)
    assert.deepEqual(await readFile(path!), whole)
    assert.equal(await second.find('id-2'), undefined)
    second.add('id-3', '{}')
    await second.close()
    const third = await open(folder, 1e6)
    assert.equal(await third.find('id-1'), '{"whole":1}')
    assert.equal(await third.find('id-3'), '{}')
    await third.close()
  }
})

test('a text that looks like a line of another id is not taken for one', async () => {
  const ring = await open(place('alike'), 1e6)
  ring.add('id-1', '" 00000000 id-2 {} "')
  await ring.close()
  assert.equal(await ring.find('id-2'), undefined)
  assert.equal(await ring.find('id-1'), '" 00000000 id-2 {} "')
})

test('answers across blocks of a large file are found', async () => {
  const ring = await open(place('large'), 64e6)
  const text = JSON.stringify('z'.repeat(700_000))
  for (let at = 0; at < 8; at++) ring.add(`id-${at}`, text)
  await ring.close()
  for (let at = 0; at < 8; at++) assert.equal(await ring.find(`id-${at}`), text)
})

test('more than can wait is dropped, counted and told once', async () => {
  const troubles: string[] = []
  const ring = await open(place('flood'), 64e6, troubles)
  const text = JSON.stringify('z'.repeat(100_000))
  const kept = Array.from({ length: 200 }, (_, at) => ring.add(`id-${at}`, text)).filter(Boolean).length
  assert.ok(kept > 50 && kept < 100, `${kept}`)
  assert.equal(ring.droppedCount, 200 - kept)
  assert.deepEqual(troubles, ['answers come faster than they are written'])
  await ring.close()
})

test('a disk that refuses is told once, and answers go on when it takes them again', async () => {
  const troubles: string[] = []
  const folder = place('refused')
  const ring = await open(folder, 1e6, troubles)
  await rm(folder, { recursive: true })
  await writeFile(folder, 'in the way')
  for (const count of [1, 2]) {
    ring.add(`lost-${count}`, '{}')
    while (ring.droppedCount < count) await setImmediate()
  }
  assert.deepEqual(troubles, ['answers cannot be written'])
  await rm(folder)
  await mkdir(folder)
  assert.equal(ring.add('kept', '{}'), true)
  await ring.close()
  assert.equal(await ring.find('kept'), '{}')
  assert.equal(await ring.find('lost-1'), undefined)
  assert.equal(ring.droppedCount, 2)
  const next = await open(folder, 1e6)
  assert.equal(await next.find('kept'), '{}')
  await next.close()
})
