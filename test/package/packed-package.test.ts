/**
 * Aim: what npm publishes works for somebody who installs it into an empty folder. Method: `npm pack`, `npm install` of
 * that file elsewhere, the demo through `npx`, under the Node that npm itself runs on.
 */

import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { repositoryRoot } from '../fixtures/server/server-process.ts'

const execute = promisify(execFile)

/** As a person's shell has it: without the tools of this repository in the path and without npm's own variables. */
const plainEnvironment = (): NodeJS.ProcessEnv => {
  const entries = Object.entries(process.env).filter(([name]) => !/^(?:npm_|ATTUNE_|NODE_)/i.test(name))
  const path = (process.env.PATH ?? '').split(':').filter(part => !part.includes('node_modules'))
  return { ...Object.fromEntries(entries), PATH: path.join(':') }
}

describe('the packed package', () => {
  let folder: string
  const run = (command: string, ...args: readonly string[]) =>
    execute(command, [...args], { cwd: folder, env: plainEnvironment(), timeout: 300_000, maxBuffer: 2 ** 26 })

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'attune-package-'))
    await execute('npm', ['pack', '--pack-destination', folder], {
      cwd: repositoryRoot,
      env: process.env,
      timeout: 300_000,
    })
    const [packed] = (await readdir(folder)).filter(name => name.endsWith('.tgz'))
    assert.ok(packed, 'npm pack left a file')
    await writeFile(join(folder, 'package.json'), '{ "name": "somebody", "private": true }')
    await run('npm', 'install', '--no-audit', '--no-fund', `./${packed}`)
  })

  after(() => rm(folder, { recursive: true, force: true }))

  test('holds JavaScript and no tests', async () => {
    const installed = join(folder, 'node_modules', 'attune')
    const files = await readdir(installed, { recursive: true })
    const own = files.filter(name => !name.startsWith('node_modules'))
    assert.deepEqual(
      own.filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts')),
      [],
    )
    assert.deepEqual(
      own.filter(name => /\.test\./.test(name)),
      [],
    )
    assert.ok((await stat(join(installed, 'dist', 'main.js'))).isFile())
  })

  test('npx attune --help names the commands', async () => {
    const { stdout } = await run('npx', '--no-install', 'attune', '--help')
    for (const command of ['serve', 'demo', 'env', 'doctor', 'keys'])
      assert.match(stdout, new RegExp(`\\b${command}\\b`))
  })

  /** Folders for temporary files go here, and what is left there is seen. */
  const leftBy = async (command: (env: NodeJS.ProcessEnv) => Promise<void>): Promise<readonly string[]> => {
    const temporary = await mkdtemp(join(folder, 'temporary-'))
    await command({ ...plainEnvironment(), TMPDIR: temporary })
    return (await readdir(temporary)).filter(name => name.startsWith('attune'))
  }

  test('npx attune demo --exit walks the whole path and leaves no folder', async () => {
    const left = await leftBy(async env => {
      const demo = ['--no-install', 'attune', 'demo', '--exit']
      const { stdout } = await execute('npx', demo, { cwd: folder, env, timeout: 300_000 })
      assert.match(stdout, /recommend/i)
    })
    assert.deepEqual(left, [])
  })

  test('a demo that is interrupted on its way ends and leaves no folder', async () => {
    const left = await leftBy(async env => {
      const demo = spawn(join('node_modules', '.bin', 'attune'), ['demo'], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      for await (const text of demo.stdout) if (String(text).includes('http://')) demo.kill('SIGINT')
      if (demo.exitCode === null && demo.signalCode === null) await once(demo, 'exit')
      assert.deepEqual([demo.exitCode, demo.signalCode], [0, null])
    })
    assert.deepEqual(left, [])
  })

  test('startAttune() of the installed package answers, and has types', async () => {
    const program = `import { startAttune } from 'attune'
      const attune = await startAttune({ clock: '2026-01-01T00:00:00Z' })
      const health = await fetch(attune.url + '/healthz')
      console.log(health.status, attune.now().getUTCFullYear())
      await attune.close()`
    await writeFile(join(folder, 'program.mjs'), program)
    const { stdout } = await run(process.execPath, 'program.mjs')
    assert.match(stdout, /^200 2026$/m)
    const { exports } = JSON.parse(await readFile(join(folder, 'node_modules', 'attune', 'package.json'), 'utf8'))
    const types = join(folder, 'node_modules', 'attune', exports['.'].types)
    assert.match(await readFile(types, 'utf8'), /export declare function startAttune/)
    await writeFile(join(folder, 'program.cjs'), "require('attune').startAttune().then(attune => attune.close())")
    await run(process.execPath, 'program.cjs')
  })

  test('on a Node that is too old startAttune() says which it needs, and nothing else', async () => {
    await writeFile(join(folder, 'old.mjs'), "import { startAttune } from 'attune'\nawait startAttune()")
    const older = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.19.0" } })'
    const { stderr } = await run(process.execPath, '--import', `data:text/javascript,${older}`, 'old.mjs').then(
      () => assert.fail('it ran'),
      (error: { stderr: string }) => error,
    )
    assert.match(stderr, /^Error: startAttune\(\) needs Node 22\.18 or newer, .* this is Node 20\.19\.0/m)
    assert.doesNotMatch(stderr, /SyntaxError/)
  })
})
