#!/usr/bin/env node
/**
 * `node bin/bootstrap.js <file.ts> [arguments]`: what `npm run demo` and `npm test` begin with on a machine that has only
 * Node 20, npm and git. Installs the dependencies when they are missing or are not those of the lockfile, then runs the
 * file under the packaged Node. Plain JavaScript without dependencies, for the same reason.
 */

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chooseNode, nodeTooOld, runAs } from './choose-node.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'))
  } catch {
    return undefined
  }
}

/** npm leaves a copy of what it installed in node_modules; optional packages of other platforms are rightly absent. */
function isInstalled() {
  const wanted = readJson('package-lock.json')
  const installed = readJson('node_modules/.package-lock.json')
  if (wanted === undefined) throw new Error('package-lock.json is missing or damaged')
  if (installed === undefined) return false
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (path === '') return true
    const found = installed.packages[path]
    return found === undefined ? entry.optional === true : found.integrity === entry.integrity
  })
}

function install() {
  console.error('Installing dependencies (npm ci) …')
  // Under `npm run` this is the very npm that runs us; its path is a script for the running Node.
  const npm = process.env.npm_execpath
  // On Node 20 the packages' own demands for Node 22 are warned of one by one; they run under the packaged Node.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  // npm's own output goes to standard error, so that standard output stays the program's.
  const options = { cwd: root, stdio: ['ignore', 2, 2] }
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, options)
  if (result.status === 0) return
  console.error(
    `npm ci failed${result.error === undefined ? '' : `: ${result.error.message}`}; its messages are above.`,
  )
  process.exit(1)
}

const [script, ...args] = process.argv.slice(2)
if (script === undefined) {
  console.error('usage: node bin/bootstrap.js <file.ts> [arguments]')
  process.exit(2)
}
if (!isInstalled()) install()
const node = chooseNode(root, { preferRunning: false })
if (node === undefined) {
  console.error(nodeTooOld())
  process.exit(1)
}
runAs(node, [join(root, script), ...args])
