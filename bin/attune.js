#!/usr/bin/env node
/**
 * The `attune` command. Runs `dist/main.js` of the packed product, or `src/main.ts` in a checkout that has not been
 * built, in this very process when the running Node is new enough and under the packaged Node otherwise.
 */

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chooseNode, nodeTooOld, runAs } from './choose-node.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
// A checkout has its sources beside it and they are the truth there, even when an older build lies around.
const source = join(root, 'src', 'main.ts')
const main = existsSync(source) ? source : join(root, 'dist', 'main.js')
const node = chooseNode(root, { preferRunning: true })

if (node === undefined) {
  console.error(nodeTooOld())
  process.exit(1)
} else if (node === process.execPath) {
  process.argv[1] = main
  await import(pathToFileURL(main).href)
} else {
  runAs(node, [main, ...process.argv.slice(2)])
}
