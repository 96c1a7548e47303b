/** Interactions of a data set in columns, and each user's history in the order of time (rows of one moment as in the file). */

import { readLines } from './read-csv.ts'

export interface Interactions {
  readonly columns: readonly string[]
  /** As in the file: what is imported. */
  readonly lines: readonly string[]
  readonly users: readonly string[]
  readonly items: readonly string[]
  readonly times: readonly number[]
}

/** `keeps`: whether a row belongs to the set, by its fields in the order of the columns. */
export async function readInteractions(
  file: string,
  keeps: (fields: readonly string[], columns: readonly string[]) => boolean = () => true,
): Promise<Interactions> {
  let columns: readonly string[] | undefined
  const [lines, users, items, times]: [string[], string[], string[], number[]] = [[], [], [], []]
  await readLines(file, line => {
    const fields = line.split(',')
    if (!columns) columns = fields
    else if (keeps(fields, columns)) {
      lines.push(line)
      users.push(fields[0]!)
      items.push(fields[1]!)
      times.push(Number(fields[2]))
    }
  })
  return { columns: columns ?? [], lines, users, items, times }
}

/** Rows by user, oldest first; users in the order of their first rows. */
export function historiesOf({ users, times }: Interactions): ReadonlyMap<string, readonly number[]> {
  const histories = new Map<string, number[]>()
  users.forEach((user, row) => {
    const rows = histories.get(user)
    if (rows) rows.push(row)
    else histories.set(user, [row])
  })
  for (const rows of histories.values()) rows.sort((one, other) => times[one]! - times[other]! || one - other)
  return histories
}

export function withoutRareItems(all: Interactions, countMin: number): Interactions {
  const counts = new Map<string, number>()
  for (const item of all.items) counts.set(item, (counts.get(item) ?? 0) + 1)
  const rows = all.items.flatMap((item, row) => ((counts.get(item) ?? 0) >= countMin ? [row] : []))
  const pick = <T>(values: readonly T[]): T[] => rows.map(row => values[row]!)
  const { columns, lines, users, items, times } = all
  return { columns, lines: pick(lines), users: pick(users), items: pick(items), times: pick(times) }
}

/** For sets without event types: filters tell by them what a user has met. */
export const withEventType = (all: Interactions, eventType: string): Interactions => ({
  ...all,
  columns: [...all.columns, 'EVENT_TYPE'],
  lines: all.lines.map(line => `${line},${eventType}`),
})
