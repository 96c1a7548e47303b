/** The repository as the tidy tests see it: paths with `/`, text, and the imports between our own TypeScript files. */

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Tracked files and new ones that git does not ignore, where they still exist. */
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
})

export const allPaths: readonly string[] = listed
  .split('\0')
  .filter(path => path !== '' && existsSync(join(root, path)))
  .sort()

const texts = new Map<string, string>()

export function textOf(path: string): string {
  let text = texts.get(path)
  if (text === undefined) {
    text = readFileSync(join(root, path), 'utf8')
    texts.set(path, text)
  }
  return text
}

export const isTest = (path: string): boolean => path.endsWith('.test.ts')

export const sourcePaths = allPaths.filter(path => path.startsWith('src/') && path.endsWith('.ts'))

/** What ships: no tests, no contract suites that adapters run, no declarations. */
export const shippedPaths = sourcePaths.filter(path => !isTest(path) && !/\.(?:contract|d)\.ts$/.test(path))

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]/g

/** Our own files that a file imports, as paths from the root. */
export const importsOf = (path: string): readonly string[] =>
  [...textOf(path).matchAll(importPattern)].map(
    match => posix.normalize(posix.join(posix.dirname(path), match[1] ?? match[2] ?? '')) + impliedExtension(path),
  )

/** The AssemblyScript compiler wants imports without an extension. */
export const isAssembly = (path: string): boolean => path.startsWith('src/kernels/assembly/')
const impliedExtension = (path: string): string => (isAssembly(path) ? '.ts' : '')
