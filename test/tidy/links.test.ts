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

/** A name stands for a file beside the README, in a folder below or above, or named from the root or from `src`. */
function isThere(readme: string, name: string): boolean {
  const folder = posix.dirname(readme)
  const places = [folder, posix.dirname(folder), '', 'src'].map(place => posix.join(place, name))
  return (
    places.some(place => allPaths.includes(posix.normalize(place))) ||
    allPaths.some(path => path.startsWith(`${folder}/`) && path.endsWith(`/${name}`))
  )
}

test('the files that a folder says it has are there', () => {
  const readmes = pages.filter(path => /^(?:src|test|bench|scripts)\/.*README\.md$/.test(path))
  const named = readmes.flatMap(readme =>
    [...textOf(readme).matchAll(/(?<![\w./*>-])(?:[\w-]+|\.\.)(?:\/[\w.-]+)*\.ts\b/g)].map(match => ({
      from: readme,
      to: match[0],
    })),
  )
  assert.ok(named.length > 100)
  assert.deepEqual(
    named.filter(({ from, to }) => !isThere(from, to)).map(({ from, to }) => `${from} → ${to}`),
    [],
  )
})
