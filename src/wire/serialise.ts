/**
 * From a handler's output to body text: cut to the declared shape, so that private members of a record never leave, and
 * members without a value are omitted, as the original does (clients test for absence). An operation without an output
 * shape answers an empty body [sample].
 */

import { membersOf, type Shape } from '../contract/shape.ts'

/** JSON has no spelling for these; the protocol writes them as text [doc: protocol]. */
const writeNumber = (value: number): unknown => (Number.isFinite(value) ? value : String(value))

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

const cutStructure = (shape: Shape, value: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const kept: Record<string, unknown> = {}
  for (const [name, member] of membersOf(shape)) {
    if (Object.hasOwn(value, name) && isGiven(value[name])) kept[name] = cutTo(member, value[name])
  }
  return kept
}

const cutMap = (shape: Shape, value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => isGiven(entry))
      .map(([key, entry]) => [key, cutTo(shape.value!, entry)]),
  )

const cutTo = (shape: Shape, value: unknown): unknown => {
  switch (shape.wire) {
    case 'structure':
      return cutStructure(shape, value as Readonly<Record<string, unknown>>)
    case 'map':
      return cutMap(shape, value as Readonly<Record<string, unknown>>)
    case 'list':
      return (value as readonly unknown[]).filter(isGiven).map(item => cutTo(shape.item!, item))
    case 'float':
    case 'double':
      return writeNumber(value as number)
    default:
      return value
  }
}

export const serialise = (shape: Shape | undefined, output: unknown): string =>
  shape ? JSON.stringify(cutTo(shape, output ?? {})) : ''
