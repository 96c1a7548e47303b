/** The JavaScript of the page on testing runs as it stands, in a folder where `attune` is installed as from the package. */

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { repositoryRoot } from '../fixtures/server/server-process.ts'
import { snippetsOf } from '../fixtures/server/snippets.ts'

/** A package that stands for the installed one: the same name, its library from the sources. */
async function installSources(folder: string): Promise<void> {
  const installed = join(folder, 'node_modules', 'attune')
  await mkdir(installed, { recursive: true })
  await symlink(join(repositoryRoot, 'node_modules', '@aws-sdk'), join(folder, 'node_modules', '@aws-sdk'))
  await writeFile(join(installed, 'package.json'), JSON.stringify({ name: 'attune', type: 'module', main: 'index.js' }))
  const library = JSON.stringify(join(repositoryRoot, 'src/testing/start-attune.ts'))
  await writeFile(join(installed, 'index.js'), `export { startAttune } from ${library}\n`)
}

/** What the page asks of vitest, said in terms of node:test: the page is to be run as it stands, not vitest to be tested. */
const standIn = `import assert from 'node:assert/strict'
import { after, before } from 'node:test'
export { test } from 'node:test'
export const afterAll = work => after(work)
export const beforeAll = work => before(work)
export const expect = given => ({ toEqual: wanted => assert.deepEqual(given, wanted) })
`

async function installStandIn(folder: string): Promise<void> {
  const installed = join(folder, 'node_modules', 'vitest')
  await mkdir(installed)
  await writeFile(join(installed, 'package.json'), JSON.stringify({ name: 'vitest', type: 'module', main: 'index.js' }))
  await writeFile(join(installed, 'index.js'), standIn)
}

for (const runner of ['node-test', 'vitest']) {
  test(`the page's test for ${runner} passes`, async context => {
    const folder = await mkdtemp(join(tmpdir(), 'attune-page-'))
    context.after(() => rm(folder, { recursive: true, force: true }))
    await installSources(folder)
    await installStandIn(folder)
    await writeFile(join(folder, 'page.test.mjs'), snippetsOf('docs/using/testing.md').get(runner) ?? '')
    // The runner marks its children by a variable; without it gone the inner run reports to the outer one.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const { stdout } = await promisify(execFile)(process.execPath, ['--test', 'page.test.mjs'], { cwd: folder, env })
    assert.match(stdout, /pass 1/)
  })
}
