/** Calls that have a replacement here, reminders that were left behind, and words that belong to one machine. */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { allPaths, isTest, shippedPaths, textOf } from './source-files.ts'

interface Ban {
  readonly pattern: RegExp
  readonly instead: string
  /** Where it is right, as the start of a path. */
  readonly allowed: readonly string[]
}

/** In what ships. */
const bans: readonly Ban[] = [
  {
    pattern: /\bDate\.now\(|new Date\(\)/,
    instead: 'the Clock argument (base/clock.ts)',
    allowed: ['src/base/clock.ts'],
  },
  {
    pattern: /\bMath\.random\(/,
    instead: 'the Random argument, randomHex or randomUuid (base/random.ts)',
    allowed: ['src/base/random.ts'],
  },
  {
    pattern: /\bconsole\.\w+\(/,
    instead: 'the Log argument (base/log.ts); what people read is written by the command line',
    allowed: ['src/cli/', 'src/demo/', 'src/main.ts'],
  },
  {
    pattern: /\bprocess\.exit\(/,
    instead: 'a thrown error, or process.exitCode in the command line',
    allowed: ['src/cli/', 'src/main.ts', 'src/jobs/child'],
  },
  {
    pattern: /import \{[^}]*\bexec(?:Sync)?\b[^}]*\} from 'node:child_process'/,
    instead: 'execFile or spawn: no shell reads our arguments',
    allowed: [],
  },
  { pattern: /@ts-(?:ignore|nocheck|expect-error)/, instead: 'types that hold', allowed: [] },
]

const linesMatching = (path: string, pattern: RegExp): readonly string[] =>
  textOf(path)
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []))

/** Binary or foreign files that say nothing about our habits. */
const isOurText = (path: string): boolean => /\.(ts|js|json|md|sh|py|txt)$|^\.ci\/run$|^NOTICE$/.test(path)

describe('banned', () => {
  for (const { pattern, instead, allowed } of bans) {
    test(`${pattern.source}: use ${instead}`, () => {
      const found = shippedPaths
        .filter(path => !allowed.some(prefix => path.startsWith(prefix)))
        .flatMap(path => linesMatching(path, pattern))
      assert.deepEqual(found, [])
    })
  }

  test('tests that run alone or are left out without a reason', () => {
    const pattern = /\b(?:test|it|describe|suite)\.only\(|\bonly: true|\bskip: true/
    assert.deepEqual(
      allPaths
        .filter(isTest)
        .filter(path => !path.startsWith('test/tidy/'))
        .flatMap(path => linesMatching(path, pattern)),
      [],
    )
  })

  test('reminders: what is missing is done or filed, not noted', () => {
    const words = ['TO', 'FIX', 'XX'].map((start, index) => `${start}${['DO', 'ME', 'X'][index]}`)
    const pattern = new RegExp(`\\b(?:${words.join('|')})\\b`)
    assert.deepEqual(
      allPaths.filter(isOurText).flatMap(path => linesMatching(path, pattern)),
      [],
    )
  })

  test('paths of one machine and hosts of package registries', () => {
    // Put together from halves, so that this file does not hold what it looks for.
    const words = [`/wo${'rk/'}`, `/ro${'ot/'}`, `registry.npm${'js'}`, `py${'pi'}.org`, `deb.deb${'ian'}.org`]
    const pattern = new RegExp(
      words
        .map(word => word.replaceAll('.', '\\.'))
        .map(word => (word.startsWith('/') ? `(?<![\\w.*}-])${word}` : word))
        .join('|'),
    )
    assert.deepEqual(
      allPaths.filter(isOurText).flatMap(path => linesMatching(path, pattern)),
      [],
    )
  })

  test('data sets in what is shipped and its tests: what they taught is in the decisions, and nothing may depend on one', () => {
    const words = ['movielens', 'ml-1m', 'ml-100k', 'ml-latest', 'gowalla', 'diginetica', 'frappe', 'amazon-grocery']
    const pattern = new RegExp(`\\b(?:${words.join('|')})\\b`, 'i')
    assert.deepEqual(
      allPaths.filter(path => path.startsWith('src/')).flatMap(path => linesMatching(path, pattern)),
      [],
    )
  })

  test('file names that say nothing', () => {
    const vague = /(?:^|[/-])(?:utils?|helpers?|manager|misc)(?:[.-]|\/|$)/
    assert.deepEqual(
      allPaths.filter(path => path.endsWith('.ts') && vague.test(path)),
      [],
    )
  })
})
