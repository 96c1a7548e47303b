/**
 * Where a module that runs in its own thread or process lies: beside the one that starts it, as `.ts` when sources are run
 * and as `.js` in the built package.
 */

import { extname } from 'node:path'

/** `name` is relative and has no extension: `siblingModule(import.meta.url, './writer-thread')`. */
export const siblingModule = (from: string, name: string): URL =>
  new URL(`${name}${extname(new URL(from).pathname)}`, from)
