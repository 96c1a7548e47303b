/**
 * Text to tokens. Words keep their spelling; whether a word is a keyword is the parser's business, because keywords are
 * not reserved: a column may be called `ITEM`. Cost is one pass over at most `limits.expressionLengthMax` characters.
 *
 *     word        = ( letter | "_" ) , { letter | digit | "_" } ;
 *     number      = [ "-" ] , digit , { digit } , [ "." , digit , { digit } ] ;
 *     string      = '"' , { char | '\"' | '\\' } , '"' | "'" , { char } , "'" ;
 *     placeholder = "$" , ( letter | digit | "_" ) , { letter | digit | "_" } ;
 *     symbol      = "(" | ")" | "," | "." | "|" | "=" | "!=" | "<" | "<=" | ">" | ">=" ;
 */

import { FilterFault, type Place } from './filter-fault.ts'
import { limits } from './limits.ts'

export type TokenKind = 'word' | 'number' | 'string' | 'placeholder' | 'symbol' | 'end'

export interface Token {
  readonly kind: TokenKind
  /** Words, symbols and numbers as written; the content of strings; the name of placeholders. */
  readonly text: string
  readonly place: Place
}

const blank = /[ \t\r\n]*/y
const word = /[A-Za-z_][A-Za-z0-9_]*/y
const number = /-?[0-9]+(?:\.[0-9]+)?/y
const placeholder = /\$([A-Za-z0-9_]*)/y
const symbol = /!=|<=|>=|[().,|=<>]/y
const doubleQuoted = /"((?:[^"\\]|\\[\s\S])*)"/y
const singleQuoted = /'([^']*)'/y
const whole = /^\$([A-Za-z0-9_]+)$/

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** A backslash escapes a quote or a backslash; before anything else it stands for itself. */
export const withoutEscapes = (content: string): string => content.replace(/\\(["\\])/g, '$1')

function readString(text: string, start: number): Token {
  const isDouble = text[start] === '"'
  const found = matchAt(isDouble ? doubleQuoted : singleQuoted, text, start)
  if (!found) throw new FilterFault('this string has no closing quote', text, { start, end: start + 1 })
  const content = found[1] as string
  const place = { start, end: start + found[0].length }
  // The guide's CLI examples quote placeholders: `IN ("$CATEGORY")`. [doc]
  const quotedPlaceholder = whole.exec(content)?.[1]
  if (quotedPlaceholder !== undefined) return namedPlaceholder(quotedPlaceholder, text, place)
  return { kind: 'string', text: isDouble ? withoutEscapes(content) : content, place }
}

function namedPlaceholder(name: string, text: string, place: Place): Token {
  if (name === '') throw new FilterFault('a placeholder needs a name after $', text, place)
  if (name.length > limits.placeholderLengthMax) {
    throw new FilterFault(`a placeholder has at most ${limits.placeholderLengthMax} characters`, text, place)
  }
  return { kind: 'placeholder', text: name, place }
}

function readToken(text: string, start: number): Token {
  const first = text[start] as string
  if (first === '"' || first === "'") return readString(text, start)
  for (const [kind, pattern] of [
    ['word', word],
    ['number', number],
    ['symbol', symbol],
    ['placeholder', placeholder],
  ] as const) {
    const found = matchAt(pattern, text, start)
    if (!found) continue
    const place = { start, end: start + found[0].length }
    return kind === 'placeholder' ? namedPlaceholder(found[1] as string, text, place) : { kind, text: found[0], place }
  }
  const character = String.fromCodePoint(text.codePointAt(start) as number)
  throw new FilterFault(`unexpected character ${character}`, text, { start, end: start + character.length })
}

/** The last token is always of kind `end`. */
export function tokensOf(text: string): readonly Token[] {
  if (text.length > limits.expressionLengthMax) {
    const place = { start: limits.expressionLengthMax, end: text.length }
    throw new FilterFault(`an expression has at most ${limits.expressionLengthMax} characters`, text, place)
  }
  const tokens: Token[] = []
  let at = (matchAt(blank, text, 0) as RegExpExecArray)[0].length
  while (at < text.length) {
    const token = readToken(text, at)
    tokens.push(token)
    at = token.place.end + (matchAt(blank, text, token.place.end) as RegExpExecArray)[0].length
  }
  return [...tokens, { kind: 'end', text: 'end of expression', place: { start: text.length, end: text.length } }]
}
