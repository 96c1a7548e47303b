/**
 * A schema as SQL over rows of text: for each column the value it becomes, and the fault when it cannot. One definition
 * serves the pass that refuses at the first fault and the pass that reports them all. Rules: control-plane page, 9.1.
 *
 * Numbers are read as leniently as DuckDB's casts do (`12.0` is an int, as pandas writes one beside empty cells), but not
 * rounded (`12.7` is none); infinite ones are refused.
 */

import type { Column } from '../datasets/dataset-schema.ts'
import { sqlName, sqlText, sqlTypes } from '../datasets/segment-sql.ts'
import { carriageReturnMark, emptyTextMark, lineFeedMark } from './csv-normaliser.ts'

/** Characters; a longer text is cut, longer categorical or plain values fail the import [doc]. */
const textualLengthMax = 20_000
const stringLengthMax = 1000
const identifierLengthMax = 256

const identifiers: ReadonlySet<string> = new Set(['USER_ID', 'ITEM_ID', 'ACTION_ID'])

const isIdentifier = ({ name }: Column): boolean => identifiers.has(name.toUpperCase())

export interface CheckedColumn {
  readonly name: string
  /** The typed value. */
  readonly value: string
  /** What the cell should have been, as text; null when it is right. */
  readonly fault: string
  /** The cell itself, for the report. */
  readonly cell: string
}

/** The length fault, which fails an import whatever its share of rows [doc]. */
export const lengthFault = (lengthMax: number): string => `at most ${lengthMax} characters`

export const lengthFaults: readonly string[] = [lengthFault(identifierLengthMax), lengthFault(stringLengthMax)]

const lengthMaxOf = (column: Column): number => (isIdentifier(column) ? identifierLengthMax : stringLengthMax)

const whenNormalised = (cell: string): string =>
  `replace(replace(replace(${cell}, chr(${lineFeedMark}), chr(10)), chr(${carriageReturnMark}), chr(13)), chr(${emptyTextMark}), '')`

/** Programs that quote every cell write `""` for a missing number. */
const unquotedEmpty = (cell: string): string => `nullif(${cell}, chr(${emptyTextMark}))`

const textual = (cell: string): string =>
  `left(trim(regexp_replace(regexp_replace(${cell}, '<[^<>]*>', ' ', 'g'), '\\s+', ' ', 'g')), ${textualLengthMax})`

/** DuckDB's casts round: `12.7` would become 13 without a word. */
const hasFraction = (cell: string): string => `try_cast(${cell} as double) <> trunc(try_cast(${cell} as double))`

function typed(column: Column, cell: string): { value: string; wrong: string; expected: string } {
  switch (column.type) {
    case 'string': {
      if (column.textual) return { value: textual(cell), wrong: 'false', expected: 'text' }
      const lengthMax = lengthMaxOf(column)
      return { value: cell, wrong: `length(${cell}) > ${lengthMax}`, expected: lengthFault(lengthMax) }
    }
    case 'boolean':
      return { value: `(${cell} = 'true')`, wrong: `${cell} not in ('true', 'false')`, expected: 'true or false' }
    case 'int':
    case 'long': {
      const value = `try_cast(${cell} as ${sqlTypes[column.type]})`
      const wrong = `(${value} is null or (contains(${cell}, '.') and ${hasFraction(cell)}))`
      return { value, wrong, expected: `a whole number (${column.type})` }
    }
    default: {
      const value = `try_cast(${cell} as ${sqlTypes[column.type]})`
      return { value, wrong: `(${value} is null or not isfinite(${value}))`, expected: `a number (${column.type})` }
    }
  }
}

/** `hasMarks`: cells may carry the stand-ins of the normaliser. */
export function checkedColumn(column: Column, cellName: string, hasMarks: boolean): CheckedColumn {
  const raw = sqlName(cellName)
  const cell = !hasMarks ? raw : column.type === 'string' ? whenNormalised(raw) : unquotedEmpty(raw)
  const { value, wrong, expected } = typed(column, cell)
  const isEmpty = isIdentifier(column) ? `${cell} is null or ${cell} = ''` : `${cell} is null`
  const missing = column.nullable ? '' : `when ${isEmpty} then ${sqlText(`a value: ${column.name} cannot be empty`)}`
  const fault = `case ${missing} when ${cell} is not null and ${wrong} then ${sqlText(expected)} end`
  return { name: column.name, value, fault, cell: hasMarks ? whenNormalised(raw) : raw }
}
