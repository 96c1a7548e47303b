/** Links between pages lead somewhere: the file exists, and the heading when one is named. */

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { test } from 'node:test'
import { allPaths, root, textOf } from './source-files.ts'

const pages = allPaths.filter(path => path.endsWith('.md'))

/** As GitHub makes them. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

const anchorsOf = (path: string): ReadonlySet<string> =>
  new Set([...textOf(path).matchAll(/^#{1,6}\s+(.+)$/gm)].map(match => anchorOf(match[1] ?? '')))

interface Link {
  readonly from: string
  readonly to: string
}

const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '')

const linksOf = (from: string): readonly Link[] =>
  [...withoutCode(textOf(from)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(match => ({ from, to: match[1] ?? '' }))
    .filter(({ to }) => !/^[a-z]+:/.test(to))

function isBroken({ from, to }: Link): boolean {
  const [file = '', anchor] = to.split('#')
  const path = file === '' ? from : posix.normalize(posix.join(posix.dirname(from), file))
  if (!existsSync(join(root, path))) return true
  return anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).has(anchor)
}

test('links between pages lead somewhere', () => {
  assert.ok(pages.length > 0)
  assert.deepEqual(
    pages
      .flatMap(linksOf)
      .filter(isBroken)
      .map(({ from, to }) => `${from} → ${to}`),
    [],
  )
})
