/** How many interactions each user of a public data set has: the lengths that a training really meets. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export const interactionsFile = (set: string): string =>
  join(process.env.ATTUNE_DATA_SETS ?? '../shared/data', set, 'interactions.csv.gz')

export function lengthsOf(set: string): readonly number[] | undefined {
  const file = interactionsFile(set)
  if (!existsSync(file)) return undefined
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')
  const column = lines[0]!.split(',').indexOf('USER_ID')
  const counts = new Map<string, number>()
  for (const line of lines.slice(1)) {
    const user = line.split(',')[column]!
    counts.set(user, (counts.get(user) ?? 0) + 1)
  }
  return [...counts.values()]
}
