/**
 * Items that were put after the model was trained, placed by their metadata among those it knows, so that one put a second
 * ago can be recommended before the next update takes it in. Which they are, and what they are most like, is kept by model and
 * profile; a request places a few at most, and of large catalogues none itself, so that new items delay no answer.
 */

import { setTimeout } from 'node:timers/promises'
import { isLeftIn, type TrainingDataConfig } from '../../datasets/item-columns.ts'
import type { SomeRows } from '../../filters/asked-rows.ts'
import { topItems } from '../../kernels/top-items.ts'
import type { GroupProfile } from '../../profiles/profile.ts'
import type { LateItem } from '../../ranking/late-item.ts'
import { spreadOf } from '../../ranking/scored.ts'
import type { ModelItems } from '../../serving/serving.ts'
import { type LikenessOf, likenessIn } from './metadata-likeness.ts'
import { type ModelRows, modelRows } from './model-rows.ts'

/** The latest; the next update takes in all. */
const lateCountMax = 100
const neighbourCount = 32
/** In training two opinions that mostly agree are added up; here there is one. */
const sharpness = 2
/** Cells that a request goes over itself to place items: some milliseconds. Where one item takes more, requests do not wait. */
const cellsPerRequest = 300_000
/** Cells in a row: some tenths of a millisecond. */
const sliceLength = 16_384
/** Between requests, for each turn: placing takes a quarter of the event loop at most, however many items are put. */
const restPerTurn = 3

const creation = 'CREATION_TIMESTAMP'
const msPerDay = 86_400_000

interface Place {
  /** What it was placed by; another record places it anew. */
  readonly record: string
  readonly neighbours: Uint32Array
  readonly shares: Float32Array
}

interface Known {
  readonly profile: GroupProfile
  readonly rows: ModelRows
  /** Columns of the Items dataset that train. */
  readonly columns: readonly string[]
  /** Of the profile's items when last looked at. */
  version: number
  lookedAt: number
  /** Without an item of the model, in the order they came. */
  readonly unknown: number[]
  late: readonly number[]
  /** Of the late ones, those without a place by their record of now. */
  waiting: readonly number[]
  readonly places: Map<number, Place>
  isPlacing: boolean
  /** Placing that went wrong between requests, for the next one to tell. */
  failure: unknown
  /** Those that have a place; undefined when another has come to have one. */
  placed: readonly PlacedItem[] | undefined
  nowMs: number
}

const made = new WeakMap<ModelItems, Known>()

async function knownOf(items: ModelItems, profile: GroupProfile, config: TrainingDataConfig): Promise<Known> {
  const rows = await modelRows(items, profile)
  const former = made.get(items)
  if (former?.profile === profile) return former
  const known: Known = {
    ...{ profile, rows, columns: columnsOf(profile, config), version: -1, lookedAt: rows.rowCount },
    ...{ unknown: rows.withoutItem(), late: [], waiting: [], places: new Map(), isPlacing: false },
    ...{ failure: undefined, placed: undefined, nowMs: 0 },
  }
  made.set(items, known)
  return known
}

/** Names are those of the schema in upper case. */
function columnsOf({ items }: GroupProfile, config: TrainingDataConfig): readonly string[] {
  const upper = (lists: TrainingDataConfig['includedDatasetColumns'] = {}) =>
    Object.fromEntries(Object.entries(lists).map(([type, names]) => [type, names.map(name => name.toUpperCase())]))
  const { excludedDatasetColumns, includedDatasetColumns } = config
  const inUpperCase = {
    ...(excludedDatasetColumns && { excludedDatasetColumns: upper(excludedDatasetColumns) }),
    ...(includedDatasetColumns && { includedDatasetColumns: upper(includedDatasetColumns) }),
  }
  return items.columnNames.filter(name => name !== creation && isLeftIn(name, 'ITEMS', inUpperCase))
}

export interface LateWish {
  readonly items: ModelItems
  readonly profile: GroupProfile
  readonly config: TrainingDataConfig
  readonly nowMs: number
  readonly cellsAtOnce?: number
}

/** Those that have a place, of the latest that the model does not know: the same array until another has one. */
export async function lateItems(wish: LateWish): Promise<readonly PlacedItem[]> {
  const { items, profile, config, nowMs, cellsAtOnce = cellsPerRequest } = wish
  const known = await knownOf(items, profile, config)
  if (known.columns.length === 0) return []
  look(known, items)
  if (known.late.length === 0) return []
  placeSome(known, items, cellsAtOnce)
  known.nowMs = nowMs
  known.placed ??= known.late
    .filter(row => known.places.get(row)!.neighbours.length > 0)
    .map(row => new PlacedItem(row, known.places.get(row)!, known))
  return known.placed
}

/** By place, whether a filter allows an item. One that came after the rows were looked at counts as the unknown one. */
export const lateAmong =
  (late: readonly PlacedItem[], allowed: SomeRows): ((place: number) => boolean) =>
  place =>
    allowed.has(Math.min(late[place]!.row, allowed.size - 1))

/** Ids that interactions alone have named may get a record later. */
function look(known: Known, items: ModelItems): void {
  const table = known.profile.items
  if (known.version === table.version) return
  known.version = table.version
  for (; known.lookedAt < table.size; known.lookedAt++)
    if (items.indexOf(table.idAt(known.lookedAt)) < 0) known.unknown.push(known.lookedAt)
  const late: number[] = []
  for (let at = known.unknown.length - 1; at >= 0 && late.length < lateCountMax; at--)
    if (table.hasRecord(known.unknown[at]!)) late.push(known.unknown[at]!)
  known.late = late
  const isLate = new Set(late)
  for (const row of known.places.keys()) if (!isLate.has(row)) known.places.delete(row)
  known.waiting = late.filter(row => known.places.get(row)?.record !== recordIn(known, row))
  for (const row of known.waiting) known.places.set(row, nowhere)
  known.placed = undefined
}

const recordIn = ({ profile, columns }: Known, row: number): string =>
  JSON.stringify(columns.map(name => profile.items.column(name)?.valueAt(row) ?? null))

const nowhere: Place = { record: '', neighbours: new Uint32Array(0), shares: new Float32Array(0) }

function placeSome(known: Known, items: ModelItems, cellsAtOnce: number): void {
  const { failure } = known
  known.failure = undefined
  if (failure !== undefined) throw failure
  if (known.waiting.length === 0 || known.isPlacing) return
  const atOnce = Math.floor(cellsAtOnce / (items.size * known.columns.length))
  const placing = placed(known, items, Math.max(1, atOnce))
  if (atOnce === 0) void inTurns(known, placing)
  else while (!placing.next().done);
}

/** While other requests are answered. */
async function inTurns(known: Known, placing: Iterator<unknown>): Promise<void> {
  known.isPlacing = true
  try {
    for (;;) {
      const begunAt = performance.now()
      if (placing.next().done) return
      await setTimeout(restPerTurn * (performance.now() - begunAt), undefined, { ref: false })
    }
  } catch (error) {
    known.failure = error
  } finally {
    known.isPlacing = false
  }
}

function* placed(known: Known, items: ModelItems, count: number): Generator<void, void> {
  const some = known.waiting.slice(0, count)
  known.waiting = known.waiting.slice(count)
  // Before any cell is read: a record that is put anew meanwhile is not the one it is placed by.
  const records = some.map(row => recordIn(known, row))
  const table = known.profile.items
  const columns: LikenessOf[] = []
  for (const name of known.columns) {
    const likeness = likenessIn(table.column(name)!)
    if (likeness) columns.push(likeness)
    yield
  }
  for (const [at, row] of some.entries()) {
    const likeness = new Float32Array(items.size)
    for (const add of columns.map(of => of(row, known.rows.ofItems)))
      for (let from = 0; from < items.size; from += sliceLength) {
        add(likeness, from, Math.min(items.size, from + sliceLength))
        yield
      }
    known.places.set(row, { record: records[at]!, ...(yield* neighboursBy(likeness)) })
    known.placed = undefined
  }
}

/** Shares are a softmax of likeness in deviations, so that a few near ones count more than many that are a little like it. */
function* neighboursBy(likeness: Float32Array): Generator<void, Omit<Place, 'record'>> {
  const { mean, deviation } = spreadOf(likeness)
  if (deviation === 0) return nowhere
  const apart = new Float32Array(likeness.length)
  const nearest: number[] = []
  for (let from = 0; from < apart.length; from += sliceLength) {
    const slice = new Uint32Array(Math.min(sliceLength, apart.length - from))
    for (let at = 0; at < slice.length; at++) {
      slice[at] = from + at
      apart[from + at] = likeness[from + at]! + tieBreak(from + at)
    }
    nearest.push(...topItems(apart, slice, neighbourCount))
    yield
  }
  const neighbours = topItems(apart, Uint32Array.from(nearest), neighbourCount).filter(item => likeness[item]! > mean)
  const highest = likeness[neighbours[0]!]!
  const masses = Float32Array.from(neighbours, item => Math.exp((sharpness * (likeness[item]! - highest)) / deviation))
  const total = masses.reduce((sum, mass) => sum + mass, 0)
  return { neighbours, shares: masses.map(mass => mass / total) }
}

/** Of many that are equally alike those that are taken are to stand for all, not for the beginning of the alphabet. */
const tieBreak = (item: number): number => (1e-4 * (Math.imul(item, 2654435761) >>> 0)) / 2 ** 32

/** Cells are read for those that an answer looks at. */
export class PlacedItem implements LateItem {
  readonly row: number
  readonly neighbours: Uint32Array
  readonly shares: Float32Array
  readonly #known: Known

  constructor(row: number, { neighbours, shares }: Place, known: Known) {
    this.row = row
    this.neighbours = neighbours
    this.shares = shares
    this.#known = known
  }

  get itemId(): string {
    return this.#known.profile.items.idAt(this.row)
  }

  get ageDays(): number {
    const created = this.#known.profile.items.column(creation)?.valueAt(this.row)
    return typeof created === 'number' ? Math.max(0, (this.#known.nowMs - created * 1000) / msPerDay) : 0
  }

  get shownCount(): number {
    const { impressions } = this.#known.profile
    const shown = impressions.indexOf(this.itemId)
    return shown < 0 ? 0 : impressions.at(shown)
  }
}
