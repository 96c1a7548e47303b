/**
 * Records that tell an observer what was committed, for parts that hold something derived from records in memory. It is
 * told after the commit, before whoever asked for it learns of it.
 */

import type { Change, Records } from './records.ts'

export function observed(records: Records, onCommit: (changes: readonly Change[]) => void): Records {
  return {
    get: arn => records.get(arn),
    list: query => records.list(query),
    count: query => records.count(query),
    tagsOf: arn => records.tagsOf(arn),
    everyOne: kind => records.everyOne(kind),
    close: () => records.close(),
    transact: async work => {
      let committed: readonly Change[] = []
      const result = await records.transact(async read => {
        const transaction = await work(read)
        committed = transaction.changes
        return transaction
      })
      if (committed.length > 0) onCommit(committed)
      return result
    },
  }
}
