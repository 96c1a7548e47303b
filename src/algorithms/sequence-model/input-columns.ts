/**
 * What a trained model takes beside items, so that training, updates and requests give the same codes: event types, context
 * columns, the time since the interaction before. Event types and gaps are known of an interaction that has happened; a
 * context column is looked at one step ahead, so that the situation in which somebody asks decides as well.
 */

import { timeGapCodeCount } from './context.ts'

export interface InputColumn {
  readonly of: 'event-type' | 'gap' | 'context'
  /** As in the schema, upper case. */
  readonly name: string
  readonly kind: 'category' | 'number'
  /** Of numbers: where one bucket ends and the next begins, rising. */
  readonly borders: readonly number[]
  /** The code of a value is one more than its place; none of gaps. */
  readonly values: readonly string[]
}

export const gapColumn: InputColumn = { of: 'gap', name: 'TIMESTAMP', kind: 'number', borders: [], values: [] }

export const inputKey = ({ of, name }: InputColumn): string => `${of}:${name}`

export const codeCountOf = ({ of, values }: InputColumn): number =>
  of === 'gap' ? timeGapCodeCount : values.length + 1
