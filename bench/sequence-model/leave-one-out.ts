/**
 * A public data set for leave-one-out: items with fewer than five interactions dropped, as the benchmarks of sequence models
 * do, each user's interactions by time and, at the same time, by their order in the file.
 */

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Histories } from '../../src/algorithms/histories.ts'
import type { ValidationSlice } from '../../src/algorithms/sequence-model/validation.ts'

const interactionCountMin = 5

export interface LeaveOneOut {
  /** Without each user's last two items. */
  readonly training: Histories
  readonly validation: ValidationSlice
  /** Each user's items, oldest first; the last is the test. */
  readonly sequences: readonly (readonly number[])[]
  readonly itemCount: number
}

interface Row {
  readonly user: string
  readonly item: string
  readonly time: number
}

/** Validation has up to `caseCountMax` users, evenly spaced. */
export function leaveOneOut(file: string, caseCountMax: number, userCountMax = Number.POSITIVE_INFINITY): LeaveOneOut {
  const { sequences: all, itemCount } = sequencesOf(rowsOf(file))
  const sequences = all.filter(sequence => sequence.length >= 3).slice(0, userCountMax)
  const stride = Math.max(1, Math.floor(sequences.length / caseCountMax))
  const cases = sequences.filter((_, user) => user % stride === 0)
  const before = cases.map(sequence => sequence.slice(0, -2))
  return {
    training: historiesFrom(
      sequences.map(sequence => sequence.slice(0, -2)),
      itemCount,
    ),
    validation: {
      ...historiesFrom(before, itemCount),
      targets: Uint32Array.from(cases, sequence => sequence.at(-2)!),
      leavesOutSeen: true,
    },
    ...{ sequences, itemCount },
  }
}

function rowsOf(file: string): readonly Row[] {
  const [head = '', ...lines] = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')
  const columns = head.split(',')
  const [user, item, time] = ['USER_ID', 'ITEM_ID', 'TIMESTAMP'].map(name => columns.indexOf(name))
  const rows = lines.map(line => {
    const cells = line.split(',')
    return { user: cells[user!]!, item: cells[item!]!, time: Number(cells[time!]) }
  })
  const counts = new Map<string, number>()
  for (const { item } of rows) counts.set(item, (counts.get(item) ?? 0) + 1)
  return rows.filter(row => counts.get(row.item)! >= interactionCountMin)
}

function sequencesOf(rows: readonly Row[]) {
  const items = new Map<string, number>()
  const users = new Map<string, Row[]>()
  for (const row of rows) {
    if (!items.has(row.item)) items.set(row.item, items.size)
    const own = users.get(row.user)
    if (own === undefined) users.set(row.user, [row])
    else own.push(row)
  }
  // Sorting is stable: the order of the file breaks ties.
  const sequences = Array.from(users.values(), own =>
    own.sort((a, b) => a.time - b.time).map(({ item }) => items.get(item)!),
  )
  return { sequences, itemCount: items.size }
}

function historiesFrom(sequences: readonly (readonly number[])[], itemCount: number): Histories {
  const offsets = new Uint32Array(sequences.length + 1)
  for (const [user, sequence] of sequences.entries()) offsets[user + 1] = offsets[user]! + sequence.length
  const items = Uint32Array.from(sequences.flat())
  return { userCount: sequences.length, itemCount, offsets, items, times: new Float64Array(items.length) }
}
