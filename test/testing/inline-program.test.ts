/** A program that stands on the command line starts the library like one in a file. */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { repositoryRoot } from '../fixtures/server/server-process.ts'

const program = `
  import { startAttune } from './src/testing/start-attune.ts'
  const attune = await startAttune()
  await attune[Symbol.asyncDispose]()
  console.log('closed', attune.url)
`

test('startAttune in a program given by --eval', async () => {
  const flags = ['--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: repositoryRoot })
  assert.match(stdout, /^closed http:/)
})
