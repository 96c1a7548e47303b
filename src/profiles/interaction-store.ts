/**
 * Histories by owner (users, or sessions without one). What was loaded lies in one block per field, owner after owner,
 * oldest first; what came since lies beside it per owner, a `Tail`. A reader sees both as one history.
 *
 * Rows that are equal in every column are one interaction [doc: runtime page, 4.7].
 */

import { type Cells, type Column, columnOf } from './columns.ts'
import type { FieldValue, InteractionsOfUser } from './profile.ts'

/** What one thread fills and another takes over. */
export interface InteractionParts {
  /** Where each owner's begin; one more than there are owners. */
  readonly offsets: Uint32Array<ArrayBuffer>
  readonly items: Uint32Array<ArrayBuffer>
  /** Seconds; whole ones of this century fit half the room. */
  readonly times: Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>
  /** Codes of event types, one more than they are; none: 0. */
  readonly types: Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>
  /** None: NaN. Absent: nobody has one. */
  readonly values?: Float32Array<ArrayBuffer>
  /** Fields of the customer's own. */
  readonly fields: readonly Cells[]
}

export interface Interaction {
  readonly item: number
  readonly time: number
  /** -1: none. */
  readonly typeCode: number
  readonly value: number | null
  readonly fields: Readonly<Record<string, FieldValue>>
}

const nobody: readonly Interaction[] = []

const bytesOf = (view: ArrayBufferView | undefined): number => view?.byteLength ?? 0

/** What was loaded. */
export class Block {
  readonly parts: InteractionParts
  readonly columns: ReadonlyMap<string, Column>

  constructor(parts: InteractionParts) {
    this.parts = parts
    this.columns = new Map(parts.fields.map(cells => [cells.name, columnOf(cells)]))
  }

  get byteCount(): number {
    const { offsets, items, times, types, values } = this.parts
    const own = [offsets, items, times, types, values].reduce((sum, view) => sum + bytesOf(view), 0)
    return [...this.columns.values()].reduce((sum, column) => sum + column.byteCount, own)
  }

  rangeOf(owner: number): readonly [number, number] {
    const { offsets } = this.parts
    return owner + 1 < offsets.length ? [offsets[owner]!, offsets[owner + 1]!] : [0, 0]
  }

  at(place: number): Interaction {
    const { items, times, types, values } = this.parts
    const value = values?.[place] ?? Number.NaN
    return {
      item: items[place]!,
      time: times[place]!,
      typeCode: types[place]! - 1,
      value: Number.isNaN(value) ? null : value,
      fields: Object.fromEntries([...this.columns].map(([name, column]) => [name, textOf(column.valueAt(place))])),
    }
  }
}

/** Cells of several values are compared as they are stored. */
const textOf = (value: FieldValue): FieldValue =>
  typeof value === 'object' && value !== null ? value.join('|') : value

const isSame = (one: Interaction, other: Interaction): boolean =>
  one.item === other.item &&
  one.time === other.time &&
  one.typeCode === other.typeCode &&
  one.value === other.value &&
  isCovered(one.fields, other.fields) &&
  isCovered(other.fields, one.fields)

const isCovered = (one: Interaction['fields'], other: Interaction['fields']): boolean =>
  Object.entries(one).every(([name, value]) => (value ?? null) === (other[name] ?? null))

/** Whoever holds a history reads the first so many of its tail: what comes last does not disturb them, what comes between does. */
function withInteraction(tail: Interaction[], at: number, interaction: Interaction): Interaction[] {
  if (at < tail.length) return tail.toSpliced(at, 0, interaction)
  tail.push(interaction)
  return tail
}

export class InteractionStore {
  readonly #block: Block
  readonly #tails = new Map<number, Interaction[]>()
  readonly #versions = new Map<number, number>()
  #tailCount = 0

  constructor(parts: InteractionParts) {
    this.#block = new Block(parts)
  }

  /** Of what was loaded. */
  get byteCount(): number {
    return this.#block.byteCount
  }

  /** Interactions that came since the load. */
  get tailCount(): number {
    return this.#tailCount
  }

  get blockCount(): number {
    return this.#block.parts.items.length
  }

  versionOf(owner: number): number {
    return this.#versions.get(owner) ?? 0
  }

  /** False when it was there already. */
  add(owner: number, interaction: Interaction): boolean {
    const tail = this.#tails.get(owner) ?? []
    let at = tail.length
    while (at > 0 && tail[at - 1]!.time > interaction.time) at--
    if (this.#isKnown(owner, tail, at, interaction)) return false
    this.#tails.set(owner, withInteraction(tail, at, interaction))
    this.#versions.set(owner, this.versionOf(owner) + 1)
    this.#tailCount++
    return true
  }

  historyOf(owner: number, eventTypes: readonly string[]): InteractionsOfUser {
    return new History(this.#block, this.#block.rangeOf(owner), this.#tails.get(owner) ?? nobody, eventTypes)
  }

  /** Oldest first. */
  allOf(owner: number): readonly Interaction[] {
    const [from, to] = this.#block.rangeOf(owner)
    const loaded = Array.from({ length: to - from }, (_, at) => this.#block.at(from + at))
    return [...loaded, ...(this.#tails.get(owner) ?? nobody)].sort((one, other) => one.time - other.time)
  }

  #isKnown(owner: number, tail: readonly Interaction[], end: number, interaction: Interaction): boolean {
    for (let at = end - 1; at >= 0 && tail[at]!.time === interaction.time; at--) {
      if (isSame(tail[at]!, interaction)) return true
    }
    const { items, times } = this.#block.parts
    const [from, to] = this.#block.rangeOf(owner)
    for (let place = to - 1; place >= from && times[place]! >= interaction.time; place--) {
      const mayBe = times[place] === interaction.time && items[place] === interaction.item
      if (mayBe && isSame(this.#block.at(place), interaction)) return true
    }
    return false
  }
}

/** As it was when it was asked for: it stays so when more comes. */
class History implements InteractionsOfUser {
  readonly count: number
  readonly #block: Block
  readonly #from: number
  readonly #blockCount: number
  readonly #tail: readonly Interaction[]
  readonly #eventTypes: readonly string[]
  /** Places by age: in the block from 0, in the tail from `blockCount`. Absent: just so. */
  readonly #order: Uint32Array | undefined

  constructor(
    block: Block,
    [from, to]: readonly [number, number],
    tail: readonly Interaction[],
    eventTypes: readonly string[],
  ) {
    this.#block = block
    this.#from = from
    this.#blockCount = to - from
    this.count = this.#blockCount + tail.length
    this.#tail = tail
    this.#eventTypes = eventTypes
    const isInOrder = tail.length === 0 || from === to || tail[0]!.time >= block.parts.times[to - 1]!
    this.#order = isInOrder ? undefined : this.#merged()
  }

  itemAt(at: number): number {
    const place = this.#placeOf(at)
    return place < this.#blockCount ? this.#block.parts.items[this.#from + place]! : this.#streamed(place).item
  }

  timeAt(at: number): number {
    return this.#timeOf(this.#placeOf(at))
  }

  eventTypeAt(at: number): string | null {
    return this.#eventTypes[this.eventTypeCodeAt(at)] ?? null
  }

  eventTypeCodeAt(at: number): number {
    const place = this.#placeOf(at)
    if (place >= this.#blockCount) return this.#streamed(place).typeCode
    return this.#block.parts.types[this.#from + place]! - 1
  }

  eventValueAt(at: number): number | null {
    const place = this.#placeOf(at)
    if (place >= this.#blockCount) return this.#streamed(place).value
    const value = this.#block.parts.values?.[this.#from + place] ?? Number.NaN
    return Number.isNaN(value) ? null : value
  }

  fieldAt(at: number, name: string): FieldValue {
    const place = this.#placeOf(at)
    const column = this.#block.columns.get(name)
    if (!column) return null
    if (place < this.#blockCount) return column.valueAt(this.#from + place)
    const value = this.#streamed(place).fields[name] ?? null
    return column.isCategorical && typeof value === 'string' ? value.split('|') : value
  }

  #placeOf(at: number): number {
    return this.#order?.[at] ?? at
  }

  #streamed(place: number): Interaction {
    return this.#tail[place - this.#blockCount]!
  }

  #timeOf(place: number): number {
    return place < this.#blockCount ? this.#block.parts.times[this.#from + place]! : this.#streamed(place).time
  }

  /** Of one moment, those that were loaded come first. */
  #merged(): Uint32Array {
    const order = new Uint32Array(this.count)
    let loaded = 0
    let streamed = this.#blockCount
    for (let at = 0; at < order.length; at++) {
      const isLoaded =
        loaded < this.#blockCount && (streamed === order.length || this.#timeOf(loaded) <= this.#timeOf(streamed))
      order[at] = isLoaded ? loaded++ : streamed++
    }
    return order
  }
}
