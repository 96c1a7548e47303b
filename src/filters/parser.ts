/**
 * Tokens to a tree, by hand-written descent; each function stands under its production of `grammar.md`. There is no
 * recursion, so hostile text cannot exhaust the stack. What needs a schema is left to the checker.
 */

import { FilterFault, PlaceholderUnderNotIn } from './filter-fault.ts'
import { type Token, tokensOf } from './lexer.ts'
import type {
  CompareOperator,
  Condition,
  CurrentItem,
  DatasetWord,
  Expression,
  FieldReference,
  Filter,
  Literal,
  Literals,
  Placeholder,
  Target,
  UserCondition,
} from './syntax.ts'

const targets: Readonly<Record<string, Target>> = { ITEMID: 'ItemID', ACTIONID: 'ActionID', USERID: 'UserID' }

const datasets: Readonly<Record<string, DatasetWord>> = {
  INTERACTIONS: 'Interactions',
  ITEMS: 'Items',
  USERS: 'Users',
  ACTIONS: 'Actions',
  // The guide once writes the singular. [doc]
  ACTION: 'Actions',
  ACTION_INTERACTIONS: 'Action_Interactions',
}

const compareOperators: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>='])

class Tokens {
  readonly text: string
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(text: string) {
    this.text = text
    this.#tokens = tokensOf(text)
  }

  get next(): Token {
    return this.#tokens[this.#at] as Token
  }

  take(): Token {
    const token = this.next
    if (token.kind !== 'end') this.#at++
    return token
  }

  isWord(word: string): boolean {
    return this.next.kind === 'word' && this.next.text.toUpperCase() === word
  }

  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false
    this.take()
    return true
  }

  isPlaceholder(): boolean {
    return this.next.kind === 'placeholder'
  }

  isSymbol(symbol: string): boolean {
    return this.next.kind === 'symbol' && this.next.text === symbol
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false
    this.take()
    return true
  }

  fail(expected: string, token: Token = this.next): never {
    const found = token.kind === 'end' ? 'the end' : `\`${this.text.slice(token.place.start, token.place.end)}\``
    throw new FilterFault(`expected ${expected}, found ${found}`, this.text, token.place)
  }

  needWord(word: string): void {
    if (!this.takeWord(word)) this.fail(word)
  }

  needSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) this.fail(`\`${symbol}\``)
  }
}

/** name = ( letter | "_" ) , { letter | digit | "_" } */
function parseName(tokens: Tokens): Token {
  if (tokens.next.kind !== 'word') tokens.fail('a field name')
  return tokens.take()
}

/** value = string | number */
function parseLiteral(tokens: Tokens): Literal {
  const token = tokens.next
  if (token.kind !== 'string' && token.kind !== 'number') tokens.fail('a quoted string or a number')
  if (token.kind === 'number' && !Number.isFinite(Number(token.text))) tokens.fail('a number a double can hold')
  tokens.take()
  return { kind: 'literal', value: token.kind === 'number' ? Number(token.text) : token.text, place: token.place }
}

const placeholderOf = (token: Token): Placeholder => ({ kind: 'placeholder', name: token.text, place: token.place })

/** current_item = "CurrentItem" , "." , name; undefined before anything else. */
function parseCurrentItem(tokens: Tokens): CurrentItem | undefined {
  if (!tokens.isWord('CURRENTITEM')) return undefined
  const { start } = tokens.take().place
  tokens.needSymbol('.')
  const name = parseName(tokens)
  return { kind: 'current-item', field: name.text, place: { start, end: name.place.end } }
}

/** "(" , value , { "," , value } , ")" | "(" , placeholder , ")" — the opening bracket is taken. */
function parseList(tokens: Tokens): Literals | Placeholder {
  if (tokens.isPlaceholder()) {
    const found = placeholderOf(tokens.take())
    if (tokens.isSymbol(',')) tokens.fail('`)`: a list holds fixed values or one placeholder, not both or several')
    tokens.needSymbol(')')
    return found
  }
  const values = [parseLiteral(tokens)]
  while (tokens.takeSymbol(',')) {
    if (tokens.isPlaceholder()) tokens.fail('a value: a list holds fixed values or one placeholder, not both')
    values.push(parseLiteral(tokens))
  }
  tokens.needSymbol(')')
  return { kind: 'literals', values }
}

/** members = "(" … ")" | placeholder */
function parseMembers(tokens: Tokens): Literals | Placeholder {
  if (tokens.takeSymbol('(')) return parseList(tokens)
  if (tokens.isPlaceholder()) return placeholderOf(tokens.take())
  return tokens.fail('`(` with values, or a placeholder')
}

/** comparand = value | placeholder | "(" , ( value | placeholder ) , ")" */
function parseComparand(tokens: Tokens): Literal | Placeholder {
  const isBracketed = tokens.takeSymbol('(')
  const value = tokens.isPlaceholder() ? placeholderOf(tokens.take()) : parseLiteral(tokens)
  if (isBracketed) tokens.needSymbol(')')
  return value
}

/** member_op: the word NOT with IN after it, NOT_IN, or IN; undefined before a comparison. */
function parseMembership(tokens: Tokens): { isNegated: boolean } | undefined {
  if (tokens.takeWord('IN')) return { isNegated: false }
  if (tokens.takeWord('NOT_IN')) return { isNegated: true }
  if (!tokens.takeWord('NOT')) return undefined
  tokens.needWord('IN')
  return { isNegated: true }
}

function parseOperator(tokens: Tokens): CompareOperator {
  if (tokens.next.kind !== 'symbol' || !compareOperators.has(tokens.next.text)) {
    tokens.fail('IN, NOT IN or a comparison (=, !=, <, <=, >, >=)')
  }
  return tokens.take().text as CompareOperator
}

function refusePlaceholder(tokens: Tokens, right: Literals | Placeholder | CurrentItem, isNegated: boolean): void {
  if (isNegated && right.kind === 'placeholder') throw new PlaceholderUnderNotIn(right.name, tokens.text, right.place)
}

/** field_ref = dataset , "." , name */
function parseField(tokens: Tokens): FieldReference {
  const word = tokens.next
  const dataset = word.kind === 'word' ? datasets[word.text.toUpperCase()] : undefined
  if (dataset === undefined) tokens.fail('Interactions, Items, Users, Actions or Action_Interactions')
  tokens.take()
  tokens.needSymbol('.')
  const name = parseName(tokens)
  return { dataset, name: name.text, place: { start: word.place.start, end: name.place.end } }
}

/** condition = field_ref , ( member_op , ( members | current_item ) | compare_op , ( comparand | current_item ) ) */
function parseCondition(tokens: Tokens): Condition {
  const field = parseField(tokens)
  const test = parseMembership(tokens) ?? parseOperator(tokens)
  const item = parseCurrentItem(tokens)
  if (typeof test === 'string') return { kind: 'compare', field, operator: test, right: item ?? parseComparand(tokens) }
  const right = item ?? parseMembers(tokens)
  refusePlaceholder(tokens, right, test.isNegated)
  return { kind: 'member', field, isNegated: test.isNegated, right }
}

/** condition_list = condition , { ( "AND" | "OR" ) , condition } — AND binds tighter. */
function parseConditions(tokens: Tokens): readonly (readonly Condition[])[] {
  const anyOf: Condition[][] = [[parseCondition(tokens)]]
  for (;;) {
    if (tokens.takeWord('AND')) (anyOf.at(-1) as Condition[]).push(parseCondition(tokens))
    else if (tokens.takeWord('OR')) anyOf.push([parseCondition(tokens)])
    else return anyOf
  }
}

/** user_condition = "CurrentUser" , "." , name , ( member_op , members | compare_op , comparand ) */
function parseUserCondition(tokens: Tokens): UserCondition {
  const { start } = tokens.next.place
  tokens.needWord('CURRENTUSER')
  tokens.needSymbol('.')
  const name = parseName(tokens)
  const field = name.text
  const place = { start, end: name.place.end }
  const test = parseMembership(tokens) ?? parseOperator(tokens)
  if (tokens.isWord('CURRENTITEM')) tokens.fail('a value: IF compares the user with values, not with an item')
  if (typeof test === 'string') return { kind: 'compare', field, place, operator: test, right: parseComparand(tokens) }
  const right = parseMembers(tokens)
  refusePlaceholder(tokens, right, test.isNegated)
  return { kind: 'member', field, place, isNegated: test.isNegated, right }
}

/** [ "IF" , user_condition , { "AND" , user_condition } ] */
function parseWhen(tokens: Tokens): readonly UserCondition[] {
  if (!tokens.takeWord('IF')) return []
  const when = [parseUserCondition(tokens)]
  while (tokens.takeWord('AND')) when.push(parseUserCondition(tokens))
  if (tokens.isWord('OR')) tokens.fail('AND: conditions after IF are joined by AND only')
  return when
}

/** expression = action , target , "WHERE" , condition_list , [ IF … ] */
function parseExpression(tokens: Tokens): { target: Target; targetToken: Token; expression: Expression } {
  const action = tokens.takeWord('INCLUDE') ? 'INCLUDE' : tokens.takeWord('EXCLUDE') ? 'EXCLUDE' : undefined
  if (action === undefined) tokens.fail('INCLUDE or EXCLUDE')
  const targetToken = tokens.next
  const target = targetToken.kind === 'word' ? targets[targetToken.text.toUpperCase()] : undefined
  if (target === undefined) tokens.fail('ItemID, ActionID or UserID')
  tokens.take()
  tokens.needWord('WHERE')
  return { target, targetToken, expression: { action, anyOf: parseConditions(tokens), when: parseWhen(tokens) } }
}

/** filter = expression , { "|" , expression } — all with one target. [inferred] */
export function parseFilter(text: string): Filter {
  const tokens = new Tokens(text)
  const first = parseExpression(tokens)
  const expressions = [first.expression]
  while (tokens.takeSymbol('|')) {
    const { target, targetToken, expression } = parseExpression(tokens)
    if (target !== first.target) tokens.fail(`${first.target}, the target of the first expression`, targetToken)
    expressions.push(expression)
  }
  if (tokens.next.kind !== 'end') tokens.fail('AND, OR, IF, `|` or the end of the expression')
  return { target: first.target, expressions }
}
