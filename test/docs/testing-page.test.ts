/** The JavaScript of the page on testing runs as it stands, in a folder where `attune` is installed as from the package. */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { repositoryRoot } from '../fixtures/server-process.ts'
import { snippetsOf } from '../fixtures/snippets.ts'

/** A package that stands for the installed one: the same name, its library from the sources. */
async function installSources(folder: string): Promise<void> {
  const installed = join(folder, 'node_modules', 'attune')
  await mkdir(installed, { recursive: true })
  await symlink(join(repositoryRoot, 'node_modules', '@aws-sdk'), join(folder, 'node_modules', '@aws-sdk'))
  await writeFile(join(installed, 'package.json'), JSON.stringify({ name: 'attune', type: 'module', main: 'index.js' }))
  const library = JSON.stringify(join(repositoryRoot, 'src/testing/start-attune.ts'))
  await writeFile(join(installed, 'index.js'), `export { startAttune } from ${library}\n`)
}

test('the test of the page passes under node:test', async context => {
  const folder = await mkdtemp(join(tmpdir(), 'attune-page-'))
  context.after(() => rm(folder, { recursive: true, force: true }))
  await installSources(folder)
  await writeFile(join(folder, 'page.test.mjs'), snippetsOf('docs/using/testing.md').get('node-test') ?? '')
  // The runner marks its children by a variable; without it gone the inner run reports to the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', 'page.test.mjs'], { cwd: folder, env })
  assert.match(stdout, /pass 1/)
})
