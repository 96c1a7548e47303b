/**
 * The vocabulary in which operations declare their members. Each function gives a TypeBox schema (so `Static` gives the
 * TypeScript type) marked with `wire`, the kind the published service descriptions use. Validation, serialisation, the
 * conformance test and the compatibility ledger all walk these schemas; nothing else knows a shape.
 *
 * Patterns are kept verbatim and must match the whole value, as the original's front end does.
 */

import { type Static, type TSchema, Type } from 'typebox'

export type { Static, TSchema } from 'typebox'

export type WireKind =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'float'
  | 'double'
  | 'timestamp'
  | 'list'
  | 'map'
  | 'structure'

/** What a walker may read from any schema made here. Bounds mean length for text, lists and maps, value for numbers. */
export interface Shape extends TSchema {
  readonly wire: WireKind
  readonly min?: number
  readonly max?: number
  readonly match?: string
  readonly values?: readonly string[]
  readonly sensitive?: boolean
  /** A string member that carries JSON text; some SDKs encode it for the caller. */
  readonly jsonValue?: boolean
  readonly item?: Shape
  readonly key?: Shape
  readonly value?: Shape
  readonly members?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
}

export interface TextTraits {
  readonly min?: number
  readonly max?: number
  readonly match?: string
  readonly sensitive?: boolean
  readonly jsonValue?: boolean
}

export interface Bounds {
  readonly min?: number
  readonly max?: number
}

export const text = (traits: TextTraits = {}) => Type.String({ wire: 'string', ...traits })

export const oneOf = <const V extends readonly string[]>(...values: V) =>
  Type.Unsafe<V[number]>({ type: 'string', wire: 'string', values })

export const boolean = () => Type.Boolean({ wire: 'boolean' })
export const integer = (bounds: Bounds = {}) => Type.Integer({ wire: 'integer', ...bounds })
export const float = (bounds: Bounds & { sensitive?: boolean } = {}) => Type.Number({ wire: 'float', ...bounds })
export const double = (bounds: Bounds = {}) => Type.Number({ wire: 'double', ...bounds })

/** Epoch seconds with a fraction, in memory as on the wire. */
export const timestamp = () => Type.Number({ wire: 'timestamp' })

export const listOf = <T extends TSchema>(item: T, traits: Bounds & { sensitive?: boolean } = {}) =>
  Type.Unsafe<Static<T>[]>({ type: 'array', wire: 'list', item, ...traits })

export const mapOf = <T extends TSchema>(key: TSchema, value: T, traits: Bounds & { sensitive?: boolean } = {}) =>
  Type.Unsafe<Record<string, Static<T>>>({ type: 'object', wire: 'map', key, value, ...traits })

/** Members are required unless wrapped in `optional`. */
export const structure = <M extends Record<string, TSchema>>(members: M, traits: { sensitive?: boolean } = {}) =>
  Type.Object(members, { wire: 'structure', members, ...traits })

export const optional = <T extends TSchema>(shape: T) => Type.Optional(shape)

/** Reads a schema as a walker does. */
export const asShape = (schema: TSchema): Shape => schema as unknown as Shape

type Members = readonly (readonly [name: string, member: Shape])[]

const listed = new WeakMap<Shape, Members>()

/** Of a structure, in the order of their declaration. Listed once: walkers ask for every value of a list. */
export function membersOf(shape: Shape): Members {
  const known = listed.get(shape)
  if (known) return known
  const members = Object.entries(shape.members ?? {})
  listed.set(shape, members)
  return members
}
