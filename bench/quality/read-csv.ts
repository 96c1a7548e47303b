/** Rows of a gzip CSV with a header, as records by column name; quoted fields may hold commas and doubled quotes. */

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'

/** A quoted field, or one up to the next comma. */
const field = /"((?:[^"]|"")*)"(?:,|$)|([^,]*)(?:,|$)/gy

export function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',')
  const fields: string[] = []
  field.lastIndex = 0
  for (let at = 0; at <= line.length; at = field.lastIndex) {
    const [whole = '', quoted, plain = ''] = field.exec(line) ?? []
    fields.push(quoted?.replaceAll('""', '"') ?? plain)
    if (!whole.endsWith(',')) break
  }
  return fields
}

export async function readLines(file: string, onLine: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    if (line !== '') onLine(line)
  }
}

export async function readCsv(file: string): Promise<readonly Readonly<Record<string, string>>[]> {
  let columns: readonly string[] | undefined
  const rows: Record<string, string>[] = []
  await readLines(file, line => {
    const fields = fieldsOf(line)
    if (columns) rows.push(Object.fromEntries(columns.map((name, at) => [name, fields[at] ?? ''])))
    else columns = fields
  })
  return rows
}
