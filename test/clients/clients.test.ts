/**
 * Aim: programs written for the service run unchanged after `eval "$(attune env)"`. Method: a started server, and in a
 * shell that has evaluated what `attune env` prints, a boto3 program and an AWS CLI script that hold nothing of ours.
 * The Python that `ATTUNE_PYTHON` names has both (`node scripts/test.ts clients` makes it).
 */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { writeShop } from '../../src/demo/write-shop.ts'
import { putObject, ringCsv, smallRing } from '../fixtures/server/main-path.ts'
import { inShell } from '../fixtures/server/person-shell.ts'
import { repositoryRoot, type ServerProcess, startServerProcess } from '../fixtures/server/server-process.ts'
import { snippetsOf } from '../fixtures/server/snippets.ts'

const python = process.env.ATTUNE_PYTHON ?? ''
const skip = python === '' ? 'ATTUNE_PYTHON does not name a Python with boto3 and awscli' : false

describe('programs written for the service', { skip }, () => {
  let server: ServerProcess
  let location: string

  before(async () => {
    server = await startServerProcess()
    location = await putObject(server, 'clients', 'interactions.csv', ringCsv(smallRing))
  })

  after(() => server?.discard())

  const run = (...command: readonly string[]) => inShell(server, command, [dirname(python)])

  test('a boto3 program walks the main path, pages, meets typed exceptions and deletes all it made', async () => {
    const seen = JSON.parse(await run(python, join(import.meta.dirname, 'main_path.py'), 'from-boto3', location))
    assert.equal(seen.items.length, 10)
    assert.equal(new Set(seen.items).size, 10, 'each item once')
    assert.deepEqual(
      seen.scores,
      [...seen.scores].sort((a: number, b: number) => b - a),
      'best first',
    )
    assert.ok(seen.metrics.precision_at_5 > 0, JSON.stringify(seen.metrics))
    assert.equal(seen.filtered.buy, 40, 'nobody bought anything')
    assert.ok(seen.filtered.View < 40 && seen.filtered.View >= 20, `${seen.filtered.View} are left of 40`)
    assert.notDeepEqual(seen.served.after, seen.served.before, 'three events make a difference')
    assert.ok(seen.recipes.includes('aws-user-personalization'))
    assert.match(seen.notFound, /does not exist/)
  })

  test('an AWS CLI script walks the main path', async () => {
    const items = (await run('bash', join(import.meta.dirname, 'main_path.sh'), 'from-cli', location)).split(/\s+/)
    assert.equal(items.length, 5)
    assert.ok(items.includes('item-8'), `item 7 is followed by item 8: ${items.join(' ')}`)
  })

  test('the Python of the README lists the recipes', async () => {
    const out = await run(python, '-c', snippetsOf('README.md').get('python') ?? '')
    assert.match(out, /^aws-user-personalization-v2$/m)
  })

  test('the CLI line of the README lists the recipes', async () => {
    const out = await run('bash', '-c', snippetsOf('README.md').get('shell') ?? '')
    assert.ok(out.split(/\s+/).includes('aws-user-personalization-v2'), out)
  })
})

describe('the page from a file to recommendations', { skip }, () => {
  let server: ServerProcess
  const page = snippetsOf('docs/using/from-a-file-to-recommendations.md')

  before(async () => {
    server = await startServerProcess({ flags: ['--sequence-minutes', '0'] })
    const plan = { userCount: 300, itemCount: 200, interactionCount: 12_000, seed: 1 }
    await writeShop(plan, join(server.dataDirectory, 'buckets', 'shop'))
  })

  after(() => server?.discard())

  for (const [language, command] of [
    ['python', [python, '-c']],
    ['shell', ['bash', '-c']],
  ] as const) {
    test(`ends with five items for a user in ${language}`, async () => {
      const out = await inShell(server, [...command, page.get(language) ?? ''], [dirname(python)])
      assert.match(out, /precision_at_5/)
      assert.equal(out.match(/^item-\d{4}\s0\.\d+$/gm)?.length, 5, out)
    })
  }
})

describe('tests written with pytest', { skip }, () => {
  test('the fixture and the tests of the page on testing pass, and leave no server behind', async context => {
    const folder = await mkdtemp(join(tmpdir(), 'attune-pytest-'))
    context.after(() => rm(folder, { recursive: true, force: true }))
    const page = snippetsOf('docs/using/testing.md')
    await writeFile(join(folder, 'conftest.py'), page.get('conftest') ?? '')
    await writeFile(join(folder, 'test_page.py'), page.get('pytest') ?? '')
    // As npx does, this dies of a signal without passing it on. A server left behind keeps the output open until the timeout.
    const starter = join(folder, 'starter.sh')
    await writeFile(starter, `"${process.execPath}" "${join(repositoryRoot, 'src/main.ts')}" "$@"\nexit $?\n`)
    const { stdout } = await promisify(execFile)(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', folder], {
      cwd: folder,
      env: { PATH: process.env.PATH, ATTUNE: `sh ${starter}` },
      timeout: 120_000,
    })
    assert.match(stdout, /3 passed/)
  })
})
