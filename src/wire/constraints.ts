/**
 * Second half of validation: collects every constraint a typed value breaks, in declaration order, in the words of the
 * API family. Structure members have their own path (`tags.1.member.tagKey`); list items, map keys and map values of a
 * simple type are reported at the list or map, with their rules in brackets, as the family does [sample: public reports].
 *
 * Sensitive values are not echoed (`Value at 'x' failed …` [sample]). Long values are cut in the echo and the number of
 * violations is bounded, so that a small request cannot produce a large answer.
 */

import { membersOf, type Shape } from '../contract/shape.ts'
import { wholeMatch } from './patterns.ts'

const echoLengthMax = 512
export const violationsMax = 100

/** Published lengths count characters, not UTF-16 units. */
const lengthOf = (value: string): number => {
  let length = 0
  for (const _ of value) length++
  return length
}

const sizeOf = (shape: Shape, value: unknown): number => {
  if (shape.wire === 'string') return lengthOf(value as string)
  if (shape.wire === 'list') return (value as readonly unknown[]).length
  if (shape.wire === 'map') return Object.keys(value as object).length
  return value as number
}

/** A character is one unit of a string or two: most are told without counting. */
const mayBe = (shape: Shape, value: unknown, isPossible: (unitCount: number) => boolean): boolean =>
  shape.wire !== 'string' || isPossible((value as string).length)

const isUnder = (shape: Shape, value: unknown): boolean => {
  const { min } = shape
  if (min === undefined || !mayBe(shape, value, length => length < 2 * min)) return false
  return sizeOf(shape, value) < min
}

const isOver = (shape: Shape, value: unknown): boolean => {
  const { max } = shape
  if (max === undefined || !mayBe(shape, value, length => length > max)) return false
  return sizeOf(shape, value) > max
}

const isNumeric = (shape: Shape): boolean =>
  shape.wire === 'integer' || shape.wire === 'float' || shape.wire === 'double'

/** A value past its length is not matched: it is refused anyway, and matching must stay cheap. */
const breaksPattern = (shape: Shape, value: unknown): boolean =>
  shape.match !== undefined && !isOver(shape, value) && !wholeMatch(shape.match).test(value as string)

const boundTexts = (shape: Shape): { readonly min: string; readonly max: string } => {
  const what = isNumeric(shape) ? 'value' : 'length'
  return {
    min: `Member must have ${what} greater than or equal to ${shape.min}`,
    max: `Member must have ${what} less than or equal to ${shape.max}`,
  }
}

const patternText = (shape: Shape): string => `Member must satisfy regular expression pattern: ${shape.match}`

const enumText = (shape: Shape): string => `Member must satisfy enum value set: [${shape.values?.join(', ')}]`

/** Told apart from which rules: a request is full of values, and hardly one breaks a rule. */
const breaksRules = (shape: Shape, value: unknown): boolean =>
  (shape.values !== undefined && !shape.values.includes(value as string)) ||
  isUnder(shape, value) ||
  isOver(shape, value) ||
  breaksPattern(shape, value)

/** The rules a value of a simple type, or a list or map as a whole, breaks. */
const brokenRules = (shape: Shape, value: unknown): readonly string[] => {
  if (!breaksRules(shape, value)) return []
  const texts = boundTexts(shape)
  return [
    ...(shape.values && !shape.values.includes(value as string) ? [enumText(shape)] : []),
    ...(breaksPattern(shape, value) ? [patternText(shape)] : []),
    ...(isUnder(shape, value) ? [texts.min] : []),
    ...(isOver(shape, value) ? [texts.max] : []),
  ]
}

/** All rules of a shape, broken or not, in the order the family lists them in brackets. */
const rulesInBrackets = (shape: Shape): string => {
  const texts = boundTexts(shape)
  const rules = [
    ...(shape.max === undefined ? [] : [texts.max]),
    ...(shape.min === undefined ? [] : [texts.min]),
    ...(shape.match === undefined ? [] : [patternText(shape)]),
    ...(shape.values === undefined ? [] : [enumText(shape)]),
  ]
  return `[${rules.join(', ')}]`
}

const isSimple = (shape: Shape): boolean => shape.wire !== 'structure' && shape.wire !== 'list' && shape.wire !== 'map'

const holdsSensitive = (shape: Shape): boolean =>
  shape.sensitive === true ||
  [shape.item, shape.key, shape.value, ...Object.values(shape.members ?? {})].some(
    inner => inner !== undefined && holdsSensitive(inner),
  )

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(([key, entry]) => `${key}=${shown(entry)}`)
  return `{${entries.join(', ')}}`
}

const cut = (text: string): string => (text.length > echoLengthMax ? `${text.slice(0, echoLengthMax)}...` : text)

const violation = (shape: Shape, value: unknown, path: string, rule: string): string => {
  const echo = value === null ? ' null' : holdsSensitive(shape) ? '' : ` '${cut(shown(value))}'`
  return `Value${echo} at '${path}' failed to satisfy constraint: ${rule}`
}

const mustNotBeNull = 'Member must not be null'

const below = (path: string, name: string | number): string => (path === '' ? `${name}` : `${path}.${name}`)

type Report = (text: string) => void

const walkMembers = (shape: Shape, value: Readonly<Record<string, unknown>>, path: string, report: Report): void => {
  for (const [name, member] of membersOf(shape)) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined
    if (given !== undefined) walk(member, given, below(path, name), report)
    else if (shape.required?.includes(name)) report(violation(member, null, below(path, name), mustNotBeNull))
  }
}

/** Items of a list or values of a map, each under its own name. */
const walkInner = (
  outer: Shape,
  inner: Shape,
  entries: Iterable<readonly [string | number, unknown]>,
  at: { readonly path: string; readonly whole: unknown; readonly rule: string },
  report: Report,
): void => {
  let isReported = false
  for (const [name, value] of entries) {
    const path = () => `${below(at.path, name)}.member`
    if (value === null) report(violation(inner, null, path(), mustNotBeNull))
    else if (!isSimple(inner)) walk(inner, value, path(), report)
    else if (!isReported && breaksRules(inner, value)) {
      isReported = true
      report(violation(outer, at.whole, at.path, `${at.rule} ${rulesInBrackets(inner)}`))
    }
  }
}

const walkList = (shape: Shape, value: readonly unknown[], path: string, report: Report): void => {
  const entries = value.map((item, index) => [index + 1, item] as const)
  walkInner(shape, shape.item!, entries, { path, whole: value, rule: 'Member must satisfy constraint:' }, report)
}

const walkMap = (shape: Shape, value: Readonly<Record<string, unknown>>, path: string, report: Report): void => {
  const key = shape.key!
  if (Object.keys(value).some(name => breaksRules(key, name))) {
    report(violation(shape, value, path, `Map keys must satisfy constraint: ${rulesInBrackets(key)}`))
  }
  const at = { path, whole: value, rule: 'Map value must satisfy constraint:' }
  walkInner(shape, shape.value!, Object.entries(value), at, report)
}

const walk = (shape: Shape, value: unknown, path: string, report: Report): void => {
  if (shape.wire === 'structure') {
    walkMembers(shape, value as Readonly<Record<string, unknown>>, path, report)
    return
  }
  for (const rule of brokenRules(shape, value)) report(violation(shape, value, path, rule))
  if (shape.wire === 'list') walkList(shape, value as readonly unknown[], path, report)
  if (shape.wire === 'map') walkMap(shape, value as Readonly<Record<string, unknown>>, path, report)
}

/** `value` as `readTyped` gives it. */
export const violationsOf = (shape: Shape, value: unknown): readonly string[] => {
  const texts: string[] = []
  walk(shape, value, '', text => {
    if (texts.length < violationsMax) texts.push(text)
  })
  return texts
}
