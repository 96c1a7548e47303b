/**
 * Reads the Items dataset beside the interactions of a snapshot, by the same item indices: the newest row of every item,
 * its columns as features. Runs within the snapshot's connection, where the table `items` already gives each id its
 * index. A textual column that less than 85 % of the items fill is left out, as the matched service does [doc].
 */

import type { DuckDBConnection } from '@duckdb/node-api'
import type { ItemFeature, ItemFeatures } from '../algorithms/item-features.ts'
import { type FeatureFiller, fillerFor } from './feature-fillers.ts'
import type { ItemColumn } from './item-columns.ts'
import { chunksOf, singleNumber } from './snapshot-engine.ts'
import { itemRowsSql, latestItemsSql } from './snapshot-sql.ts'

const filledShareMin = 0.85
const creationColumn = 'CREATION_TIMESTAMP'

export interface ItemFeaturesSpec {
  /** Parquet files, in the order of the dataset's segments. */
  readonly itemFiles: readonly string[]
  readonly itemColumns: readonly ItemColumn[]
  readonly itemCount: number
  /** Columns that the files have, upper-cased. */
  readonly present: ReadonlySet<string>
}

export async function readItemFeatures(connection: DuckDBConnection, spec: ItemFeaturesSpec): Promise<ItemFeatures> {
  const columns = spec.itemColumns.filter(({ name }) => spec.present.has(name.toUpperCase()))
  const hasCreation = spec.present.has(creationColumn)
  const read = hasCreation ? [...columns, { name: creationColumn, kind: 'number' } as const] : columns
  await connection.run(latestItemsSql(spec.itemFiles))
  const rowCount = await singleNumber(connection, 'select count(*) from latest_items')
  const fillers = read.map(column => fillerFor(column, spec.itemCount))
  await fill(connection, read, fillers)
  const features = fillers.map(filler => filler.finish())
  const creation = hasCreation ? features.pop() : undefined
  const used = features.filter((feature, at) => isUsed(feature, fillers[at]!, rowCount))
  return {
    itemCount: spec.itemCount,
    columns: used,
    ...(creation?.kind === 'number' ? { creationTimes: creation.values } : {}),
  }
}

const isUsed = ({ kind }: ItemFeature, { filledCount }: FeatureFiller, rowCount: number): boolean =>
  filledCount > 0 && (kind !== 'text' || filledCount >= filledShareMin * rowCount)

/** Rows come in the order of items, which lets rows of codes be appended. */
async function fill(
  connection: DuckDBConnection,
  columns: readonly ItemColumn[],
  fillers: readonly FeatureFiller[],
): Promise<void> {
  if (columns.length === 0) return
  for await (const chunk of chunksOf(connection, itemRowsSql(columns))) {
    const items = chunk.getColumnValues(0)
    for (const [at, filler] of fillers.entries()) {
      const values = chunk.getColumnValues(at + 1)
      for (let row = 0; row < chunk.rowCount; row++) filler.add(Number(items[row]), values[row])
    }
  }
}
