/**
 * `import { startAttune } from 'attune'`. Says plainly which Node it takes where the running one is too old; without this
 * file that would be a syntax error in the middle of the product, since modules are read whole before any of them runs. For
 * the same reason the product is imported late. No `await` at the top, so that `require('attune')` works as well.
 */

import { libraryTooOld, runsOnThisNode } from './choose-node.js'

if (!runsOnThisNode()) throw new Error(libraryTooOld())

/** Types and meaning: `dist/testing/start-attune.d.ts`. */
export async function startAttune(options) {
  const library = await import('../dist/testing/start-attune.js')
  return library.startAttune(options)
}
