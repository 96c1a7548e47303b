/**
 * The text of one `filterValues` entry as the values it lists: strings in double quotes, numbers bare, commas between.
 *
 * Lenient, because published programs are sloppy [inferred]: blanks around commas, a missing closing quote at the end,
 * bare words as strings, a backslash before each quote. A quoted text that contains a comma is one value.
 */

import { withoutEscapes } from './lexer.ts'

/** Whether the whole text was escaped once more than it should be: `\"a\",\"b\"` with literal backslashes. */
const isDoublyEscaped = (text: string): boolean => /^\s*\\"/.test(text)

const quotedValue = /\s*"((?:[^"\\]|\\[\s\S])*)(?:"\s*(?:,|$)|$)/y
const bareValue = /\s*([^,]*?)\s*(?:,|$)/y

function readValue(text: string, at: number): { value: string; end: number } {
  quotedValue.lastIndex = at
  const quoted = quotedValue.exec(text)
  if (quoted) return { value: withoutEscapes(quoted[1] as string), end: quotedValue.lastIndex }
  bareValue.lastIndex = at
  const bare = bareValue.exec(text) as RegExpExecArray
  return { value: bare[1] as string, end: Math.max(bareValue.lastIndex, at + 1) }
}

/** Values as text; a numeric column reads them as numbers. Empty text gives no value. */
export function valuesIn(given: string): readonly string[] {
  const text = isDoublyEscaped(given) ? given.replaceAll('\\"', '"') : given
  const values: string[] = []
  let at = 0
  while (at < text.length) {
    const { value, end } = readValue(text, at)
    values.push(value)
    at = end
  }
  return values
}
