/**
 * The dependency rule: imports point only to a lower rank, or inside the same folder. Nouns and verbs never import
 * another of their rank; adapters are for `main` and tests alone; kernels and algorithms see no files and no time;
 * operations start long work by enqueuing a job. And every file that ships is reached from an entry point.
 */

import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { importsOf, root, shippedPaths, sourcePaths, textOf } from './source-files.ts'

const ranks: readonly (readonly string[])[] = [
  ['base', 'contract', 'config.ts'],
  ['kernels', 'filters', 'resources'],
  ['algorithms', 'storage'],
  ['recipes', 'ranking', 'jobs', 'datasets', 'profiles', 'artifacts'],
  ['imports', 'exports', 'events', 'training', 'serving', 'lifecycle'],
  ['operations', 'wire'],
  ['main.ts', 'attune.ts', 'extensions', 'cli', 'demo', 'testing'],
]

const folderOf = (path: string): string => path.split('/')[1] ?? ''
const rankOf = (folder: string): number => ranks.findIndex(names => names.includes(folder))
const topRank = ranks.length - 1

/** `src/storage/sqlite/x.ts` → `sqlite`; ports and their contract suites lie directly in `src/storage`. */
const adapterOf = (path: string): string | undefined => {
  const parts = path.split('/')
  return parts[1] === 'storage' && parts.length > 3 ? parts[2] : undefined
}

/** The calls a client waits for; every other verb is started through a job. */
const verbsForOperations: Readonly<Record<string, readonly string[]>> = {
  serving: ['src/operations/runtime/', 'src/operations/context.ts'],
  events: ['src/operations/events/', 'src/operations/context.ts'],
  lifecycle: ['src/operations/'],
}

/** Picks the adapter of the object store. The server and the child of an import must open the same view of it. */
const adapterChooser = 'src/storage/blob-access.ts'

function complaint(from: string, to: string): string | undefined {
  const [here, there] = [folderOf(from), folderOf(to)]
  const [low, high] = [rankOf(there), rankOf(here)]
  if (adapterOf(to) !== undefined && adapterOf(to) !== adapterOf(from) && high < topRank && from !== adapterChooser) {
    return 'adapters are imported by main and tests alone'
  }
  if (here === there || (high === topRank && low === topRank)) return undefined
  if (low > high) return `rank ${high} (${here}) may not import rank ${low} (${there})`
  if (low === high) return `${here} and ${there} have the same rank; the shared part belongs a rank lower`
  if (here === 'operations' && low === 4 && !verbsForOperations[there]?.some(prefix => from.startsWith(prefix))) {
    return `operations start ${there} by enqueuing a job kind`
  }
  if (here === 'wire' && low > 0) return 'wire knows contract, base and config only'
  return undefined
}

/** What brings the compiled kernels to life: reads the module, starts the threads. */
const kernelOpeners = ['src/kernels/wasm-kernels.ts', 'src/kernels/team.ts', 'src/kernels/team-member.ts']

describe('imports', () => {
  test('every folder of src has a rank', () => {
    const folders = new Set(sourcePaths.map(folderOf))
    assert.deepEqual(
      [...folders].filter(folder => rankOf(folder) < 0),
      [],
    )
  })

  test('have the ranks that ARCHITECTURE tells', () => {
    const told = [...textOf('ARCHITECTURE.md').matchAll(/^\| (\d) \| (.*?) \|/gm)].map(([, rank, cell = '']) => [
      Number(rank),
      new Set([...cell.matchAll(/`([^`]+)`/g)].map(match => match[1])),
    ])
    assert.deepEqual(
      told,
      ranks.map((names, rank) => [rank, new Set(names)]),
    )
  })

  test('point to a lower rank or stay in their folder', () => {
    const wrong = shippedPaths.flatMap(from =>
      importsOf(from)
        .filter(to => to.startsWith('src/'))
        .flatMap(to => {
          const why = complaint(from, to)
          return why === undefined ? [] : [`${from} → ${to}: ${why}`]
        }),
    )
    assert.deepEqual(wrong, [])
  })

  test('of what ships never reach outside src', () => {
    const outside = shippedPaths.flatMap(from =>
      importsOf(from)
        .filter(to => !to.startsWith('src/') && to !== 'package.json')
        .map(to => `${from} → ${to}`),
    )
    assert.deepEqual(outside, [])
  })

  test('exist', () => {
    const missing = sourcePaths.flatMap(from =>
      importsOf(from)
        .filter(to => !existsSync(join(root, to)))
        .map(to => `${from} → ${to}`),
    )
    assert.deepEqual(missing, [])
  })

  test('of kernels, algorithms, filters and ranking bring neither files nor time nor network', () => {
    const pure = /^src\/(kernels|algorithms|filters|ranking)\//
    const wrong = shippedPaths.filter(
      path => pure.test(path) && !kernelOpeners.includes(path) && /from 'node:/.test(textOf(path)),
    )
    assert.deepEqual(wrong, [])
  })
})

/** Entry points: the command, the library, and modules that are started in a process or thread of their own. */
const isEntry = (path: string): boolean =>
  path === 'src/main.ts' ||
  path === 'src/attune.ts' ||
  path === 'src/testing/start-attune.ts' ||
  path === 'src/kernels/assembly/index.ts' ||
  /-(child|thread|worker)\.ts$/.test(path)

/** Seams that stand before what will use them. May only shrink. */
const waiting: readonly { readonly prefix: string; readonly reason: string }[] = [
  {
    prefix: 'src/kernels/nearest-rows',
    reason: 'for models whose answers are the best alone: others need the mass of all items too (decision 0294)',
  },
  { prefix: 'src/algorithms/ials/', reason: 'for the recipes that segment users, which need vectors of both sides' },
]

test('every file that ships is reached from an entry point', () => {
  const reached = new Set<string>()
  const queue = shippedPaths.filter(isEntry)
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    queue.push(...importsOf(path).filter(to => sourcePaths.includes(to)))
  }
  const orphans = shippedPaths.filter(path => !reached.has(path))
  assert.deepEqual(
    orphans.filter(path => !waiting.some(({ prefix }) => path.startsWith(prefix))),
    [],
  )
  for (const { prefix } of waiting) {
    assert.ok(
      orphans.some(path => path.startsWith(prefix)),
      `${prefix} is used now; take it off the list`,
    )
  }
})
