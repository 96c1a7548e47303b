/**
 * The page `grammar.md` against the parser: sentences are drawn from the productions that stand there, and each must
 * parse. That the parser takes nothing else is held by the refusals in `parser.test.ts`.
 */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { PlaceholderUnderNotIn } from './filter-fault.ts'
import { parseFilter } from './parser.ts'

/** The right side of a production, as tokens of the page. */
type Productions = Readonly<Record<string, readonly string[]>>

const page = readFileSync(new URL('./grammar.md', import.meta.url), 'utf8')

const productionsOf = (text: string): Productions =>
  Object.fromEntries(
    text
      .replace(/\(\*.*?\*\)/g, '')
      .split(/;\s*$/m)
      .map(production => production.match(/"[^"]*"|'[^']*'|\w+|[=,|(){}[\]]/g) ?? [])
      .filter(tokens => tokens[1] === '=')
      .map(([name = '', , ...right]) => [name, right]),
  )

const productions = productionsOf(/```ebnf\n([^`]*)```/.exec(page)?.[1] ?? '')

/** What the page does not spell out. A backslash is a character, too, but not before what would end the string. */
const characters: Readonly<Record<string, fc.Arbitrary<string>>> = {
  letter: fc.constantFrom('a', 'Z'),
  digit: fc.constantFrom('0', '7'),
  char: fc.constantFrom('a', ' ', '|', '購', '\\n'),
}

/** Parts of these stand without blanks between them. */
const lexical: ReadonlySet<string> = new Set(['string', 'number', 'placeholder', 'param_name', 'name'])

function sentencesOf(name: string, given: Productions): fc.Arbitrary<string> {
  const right = given[name]
  assert.ok(right, `the page has no production ${name}`)
  const rest = [...right]
  const blank = lexical.has(name) ? '' : ' '
  const joined = (parts: readonly string[]): string => parts.filter(part => part !== '').join(blank)
  const listOf = <T>(separator: string, next: () => T): T[] => {
    const found = [next()]
    while (rest[0] === separator) {
      rest.shift()
      found.push(next())
    }
    return found
  }
  const oneOfSeveral = (): fc.Arbitrary<string> => fc.oneof(...listOf('|', inOrder))
  const inOrder = (): fc.Arbitrary<string> => fc.tuple(...listOf(',', part)).map(joined)
  const enclosed = (end: string): fc.Arbitrary<string> => {
    const inner = oneOfSeveral()
    assert.equal(rest.shift(), end, `a bracket of ${name}`)
    return inner
  }
  const part = (): fc.Arbitrary<string> => {
    const token = rest.shift() ?? ''
    if (token === '(') return enclosed(')')
    if (token === '[') return fc.option(enclosed(']'), { nil: '' })
    if (token === '{') return fc.array(enclosed('}'), { maxLength: 2 }).map(joined)
    if (/^["']/.test(token)) return fc.constant(token.slice(1, -1))
    return characters[token] ?? sentencesOf(token, given)
  }
  const all = oneOfSeveral()
  assert.deepEqual(rest, [], `the production ${name} is read to its end`)
  return all
}

/** One target throughout, as the page says beside the first production. */
const filters = fc.oneof(
  ...(productions.target ?? [])
    .filter(token => token !== '|')
    .map(target => sentencesOf('filter', { ...productions, target: [target] })),
)

test('what the page derives, the parser takes; but for placeholders under NOT IN', () => {
  let taken = 0
  fc.assert(
    fc.property(filters, text => {
      try {
        parseFilter(text)
        taken++
      } catch (error) {
        if (!(error instanceof PlaceholderUnderNotIn)) throw error
      }
    }),
    { numRuns: 500 },
  )
  assert.ok(taken > 100, `only ${taken} sentences had no placeholder under NOT IN`)
})
