/**
 * Where the public data sets lie, and the schemas and metadata they are imported with. Columns that are the truth of a
 * protocol (also bought, also viewed) are never imported.
 */

import { join } from 'node:path'
import { type Field, schemaOfFields } from '../../test/fixtures/data/avro-schema.ts'
import { readCsv } from './read-csv.ts'

export interface DatasetFile {
  readonly datasetType: 'Interactions' | 'Items' | 'Users'
  readonly schema: string
  readonly lines: readonly string[]
}

const text: unknown = ['null', 'string']
const categorical = { categorical: true }

const interactionFields: Readonly<Record<string, Field>> = {
  USER_ID: ['USER_ID', 'string'],
  ITEM_ID: ['ITEM_ID', 'string'],
  TIMESTAMP: ['TIMESTAMP', 'long'],
  EVENT_TYPE: ['EVENT_TYPE', 'string'],
  EVENT_VALUE: ['EVENT_VALUE', ['null', 'float']],
}

/** Columns beyond the named ones are categories: the context. `columns` is what to keep of the file. */
export function interactionsFile(
  fileColumns: readonly string[],
  lines: readonly string[],
  columns: readonly string[] = fileColumns,
): DatasetFile {
  const places = columns.map(name => fileColumns.indexOf(name))
  const isWhole = columns.length === fileColumns.length
  const cut = (line: string): string => {
    const fields = line.split(',')
    return places.map(at => fields[at]).join()
  }
  return {
    datasetType: 'Interactions',
    schema: schemaOfFields(
      'Interactions',
      columns.map(name => interactionFields[name] ?? [name, text, categorical]),
    ),
    lines: [columns.join(), ...(isWhole ? lines : lines.map(cut))],
  }
}

const metadataFields: Readonly<Record<string, readonly Field[]>> = {
  'ml-100k': [
    ['GENRES', text, categorical],
    ['YEAR', ['null', 'int']],
  ],
  'ml-1m': [
    ['GENRES', text, categorical],
    ['YEAR', ['null', 'int']],
  ],
  'ml-latest-small': [
    ['GENRES', text, categorical],
    ['YEAR', ['null', 'int']],
  ],
  'amazon-grocery': [['CATEGORY', text, categorical]],
}

const userFields: Readonly<Record<string, readonly Field[]>> = {
  'ml-100k': [
    ['GENDER', text, categorical],
    ['OCCUPATION', text, categorical],
  ],
  'ml-1m': [
    ['GENDER', text, categorical],
    ['AGE', text, categorical],
    ['OCCUPATION', text, categorical],
  ],
}

async function metadataFile(
  folder: string,
  datasetType: 'Items' | 'Users',
  fields: readonly Field[],
): Promise<DatasetFile> {
  const idColumn = datasetType === 'Items' ? 'ITEM_ID' : 'USER_ID'
  const columns = [idColumn, ...fields.map(([name]) => name)]
  const rows = await readCsv(join(folder, `${datasetType.toLowerCase()}.csv.gz`))
  const quoted = (value = '') => (/[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
  return {
    datasetType,
    schema: schemaOfFields(datasetType, [[idColumn, 'string'], ...fields]),
    lines: [columns.join(), ...rows.map(row => columns.map(name => quoted(row[name])).join())],
  }
}

/** Items and users, of the sets that have them. */
export async function metadataOf(data: string, set: string): Promise<readonly DatasetFile[]> {
  const folder = join(data, set)
  const items = metadataFields[set]
  const users = userFields[set]
  return [
    ...(items ? [await metadataFile(folder, 'Items', items)] : []),
    ...(users ? [await metadataFile(folder, 'Users', users)] : []),
  ]
}
