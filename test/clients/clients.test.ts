/**
 * Aim: programs written for the service run unchanged after `eval "$(attune env)"`. Method: a started server, and in a
 * shell that has evaluated what `attune env` prints, a boto3 program and an AWS CLI script that hold nothing of ours.
 * The Python that `ATTUNE_PYTHON` names has both (`node scripts/test.ts clients` makes it).
 */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { putObject, ringCsv, smallRing } from '../fixtures/main-path.ts'
import { repositoryRoot, type ServerProcess, startServerProcess } from '../fixtures/server-process.ts'

const execute = promisify(execFile)
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

  /** A shell as a person has it: no AWS settings but those that `attune env` prints. */
  const inShell = async (...command: readonly string[]): Promise<string> => {
    const script = 'eval "$(node "$ATTUNE" env --data "$DATA")" && exec "$@"'
    const { stdout } = await execute('bash', ['-c', script, 'bash', ...command], {
      env: {
        PATH: `${dirname(python)}:${dirname(process.execPath)}:${process.env.PATH}`,
        HOME: server.dataDirectory,
        ATTUNE: join(repositoryRoot, 'bin', 'attune.js'),
        DATA: server.dataDirectory,
      },
      timeout: 240_000,
    })
    return stdout.trim()
  }

  test('a boto3 program walks the main path, pages, meets typed exceptions and deletes all it made', async () => {
    const seen = JSON.parse(await inShell(python, join(import.meta.dirname, 'main_path.py'), 'from-boto3', location))
    assert.equal(seen.items.length, 10)
    assert.equal(new Set(seen.items).size, 10, 'each item once')
    assert.deepEqual(
      seen.scores,
      [...seen.scores].sort((a: number, b: number) => b - a),
      'best first',
    )
    assert.ok(seen.metrics.precision_at_5 > 0, JSON.stringify(seen.metrics))
    assert.ok(seen.recipes.includes('aws-user-personalization'))
    assert.match(seen.notFound, /does not exist/)
  })

  test('an AWS CLI script walks the main path', async () => {
    const items = (await inShell('bash', join(import.meta.dirname, 'main_path.sh'), 'from-cli', location)).split(/\s+/)
    assert.equal(items.length, 5)
    assert.ok(items.includes('item-8'), `item 7 is followed by item 8: ${items.join(' ')}`)
  })
})
