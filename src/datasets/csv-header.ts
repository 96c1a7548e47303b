/**
 * The first row of a CSV file against a schema. Columns are matched by name, whatever their order and case; columns the
 * schema lacks are ignored, the unnamed index column of pandas too. [sample: control-plane page, 9.1]
 */

import type { DatasetSchema } from './dataset-schema.ts'

const byteOrderMark = '\ufeff'

/** The names in a header row, as written. Quotes around a name are tolerated; names hold no commas or quotes. */
export const headerNames = (headerLine: string): readonly string[] =>
  (headerLine.startsWith(byteOrderMark) ? headerLine.slice(1) : headerLine)
    .replace(/\r?\n?$/, '')
    .split(',')
    .map(cell => cell.trim().replace(/^"(.*)"$/, '$1'))

/** For each column of the schema, where it stands in the file; undefined where it is missing. */
export function columnPositions(headerLine: string, schema: DatasetSchema): readonly (number | undefined)[] {
  const positions = new Map<string, number>()
  headerNames(headerLine).forEach((name, position) => {
    const key = name.toUpperCase()
    if (!positions.has(key)) positions.set(key, position)
  })
  return schema.columns.map(column => positions.get(column.name.toUpperCase()))
}

/** Names of the schema that the header lacks, in schema order. Nullable columns must be there too. [doc] */
export function missingColumns(headerLine: string, schema: DatasetSchema): string[] {
  const positions = columnPositions(headerLine, schema)
  return schema.columns.filter((_, index) => positions[index] === undefined).map(column => column.name)
}
