/**
 * Ceilings. A file past 300 lines usually holds a second concept; past the ceiling it does. Functions that a reader has
 * to scroll through hide their decisions. Formatting is fixed by a tool, so a function ends at the first closing brace
 * that stands as deep as the line that opened it.
 */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { allPaths, isTest, shippedPaths, textOf } from './source-files.ts'

const fileLinesMax = 400
const functionLinesMax = 70

/** Path → lines it may have. May only shrink: a file below its figure lowers it or leaves the list. */
const longFiles: Readonly<Record<string, number>> = {}

/** `path:name` → lines it may have. May only shrink. */
const longFunctions: Readonly<Record<string, number>> = {}

const lineCount = (path: string): number => textOf(path).split('\n').length - 1

const opensFunction = /(?:\bfunction\b.*|=>\s*|^\s*\)(?::.*)?(?:\s*=>)?\s*)\{$/
const nameIn = /(?:function\*?\s+|const\s+|^\s*(?:async\s+)?)(\w+)/

interface FunctionSpan {
  readonly name: string
  readonly lines: number
}

function functionsIn(path: string): readonly FunctionSpan[] {
  const lines = textOf(path).split('\n')
  return lines.flatMap((line, start) => {
    if (!opensFunction.test(line)) return []
    const indent = /^\s*/.exec(line)?.[0] ?? ''
    const length = lines.slice(start + 1).findIndex(later => later.startsWith(`${indent}}`)) + 2
    const opening = line.trimStart().startsWith(')')
      ? lines.slice(0, start).findLast(l => l.startsWith(indent) && /\S/.test(l[indent.length] ?? ''))
      : line
    return [
      {
        name: nameIn.exec((opening ?? line).replace(/^export (?:async )?/, ''))?.[1] ?? `line ${start + 1}`,
        lines: length,
      },
    ]
  })
}

describe('sizes', () => {
  test(`files have at most ${fileLinesMax} lines`, () => {
    const typescript = allPaths.filter(path => path.endsWith('.ts'))
    const long = typescript
      .map(path => ({ path, lines: lineCount(path) }))
      .filter(({ path, lines }) => lines > (longFiles[path] ?? fileLinesMax))
    assert.deepEqual(long, [])
  })

  test(`functions of what ships have at most ${functionLinesMax} lines`, () => {
    const long = shippedPaths
      .filter(path => !isTest(path))
      .flatMap(path => functionsIn(path).map(({ name, lines }) => ({ name: `${path}:${name}`, lines })))
      .filter(({ name, lines }) => lines > (longFunctions[name] ?? functionLinesMax))
    assert.deepEqual(long, [])
  })

  test('exempted files are still that long', () => {
    const shrunk = Object.entries(longFiles).filter(([path, lines]) => lineCount(path) < lines)
    assert.deepEqual(shrunk, [])
  })
})
