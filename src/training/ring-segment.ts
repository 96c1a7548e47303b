/**
 * A Parquet segment for tests: users walk forward in a ring of 40 items, three steps of four a `view`, the fourth a
 * `buy` two items further on. The same arguments give the same rows.
 */

import { DuckDBInstance } from '@duckdb/node-api'

export interface Ring {
  readonly userCount: number
  /** Interactions of each user. */
  readonly length: number
}

export async function writeRingSegment(file: string, { userCount, length }: Ring): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`copy (
      select 'user-' || u as USER_ID,
        'item-' || ((u * 7 + s + case when s % 4 = 3 then 2 else 0 end) % 40) as ITEM_ID,
        (1000000 + u * 100 + s)::bigint as TIMESTAMP,
        case when s % 4 = 3 then 'buy' else 'view' end as EVENT_TYPE,
        (s % 5)::float as EVENT_VALUE
      from range(${userCount}) as users(u), range(${length}) as steps(s)
    ) to '${file}' (format parquet)`)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
