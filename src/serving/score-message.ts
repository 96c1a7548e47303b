/**
 * What the event loop and the thread that scores histories of one model (`score-elsewhere.ts`) tell each other, in memory that
 * both share: questions lie in places taken in turn, and their answers are laid into the same places. So nothing is packed for a message,
 * and a message wakes the event loop only where it has not been woken yet.
 *
 *     free ─▶ laid ─┬─▶ begun ─▶ answered ─▶ free        the thread takes questions in the order they were laid in
 *                   └─▶ free                              taken back by the event loop
 */

import type { PreparedBlend } from '../algorithms/blend/prepared/prepare.ts'
import type { Artifact } from '../artifacts/reader.ts'
import type { Best } from './best-store.ts'
import { keptCount } from './remembered-best.ts'

/** What the thread scores by; all arrays lie in memory that both share. */
export interface ScoreModel {
  readonly artifact: Artifact
  readonly prepared: PreparedBlend
}

export interface ScoreThreadData extends ScoreModel {
  readonly memory: SharedArrayBuffer
}

/** What messages are for: the thread is ready, and there are answers that nobody has taken. */
export type ScoreMessage = 'ready' | 'answered'

/** More never wait. */
export const placeCount = 64

/** Longer histories are not asked about. */
export const historyLengthMax = 2048

const state = { free: 0, laid: 1, begun: 2, answered: 3 } as const

const header = { laidCount: 0, isTold: 1, states: 2, lengths: 2 + placeCount, counts: 2 + 2 * placeCount } as const
const headerLength = 2 + 3 * placeCount
const bytesPerNumber = 4
const headerBytes = 8 * Math.ceil((headerLength * bytesPerNumber) / 8)
const shareBytes = placeCount * keptCount * Float64Array.BYTES_PER_ELEMENT
const itemBytes = placeCount * keptCount * bytesPerNumber

/** The n-th question has the place n mod `placeCount`. */
export class ScoreMailbox {
  static readonly byteCount = headerBytes + shareBytes + itemBytes + placeCount * historyLengthMax * bytesPerNumber
  readonly memory: SharedArrayBuffer
  readonly #header: Int32Array<SharedArrayBuffer>
  readonly #shares: Float64Array<SharedArrayBuffer>
  readonly #items: Uint32Array<SharedArrayBuffer>
  readonly #histories: Uint32Array<SharedArrayBuffer>

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(ScoreMailbox.byteCount)) {
    this.memory = memory
    this.#header = new Int32Array(memory, 0, headerLength)
    this.#shares = new Float64Array(memory, headerBytes, placeCount * keptCount)
    this.#items = new Uint32Array(memory, headerBytes + shareBytes, placeCount * keptCount)
    this.#histories = new Uint32Array(memory, headerBytes + shareBytes + itemBytes, placeCount * historyLengthMax)
  }

  /** How many were laid, modulo 2³². */
  get laidCount(): number {
    return Atomics.load(this.#header, header.laidCount)
  }

  /** Asks about a history and gives the place of the question; undefined, and nothing asked, where the next place is not free or the history too long. */
  lay(history: ArrayLike<number>): number | undefined {
    const { laidCount } = this
    const place = placeOf(laidCount)
    if (history.length > historyLengthMax || Atomics.load(this.#header, header.states + place) !== state.free)
      return undefined
    this.#histories.set(history, place * historyLengthMax)
    this.#header[header.lengths + place] = history.length
    Atomics.store(this.#header, header.states + place, state.laid)
    Atomics.store(this.#header, header.laidCount, (laidCount + 1) | 0)
    Atomics.notify(this.#header, header.laidCount)
    return place
  }

  /** For the event loop: whether nobody had begun with the question. */
  takeBack(place: number): boolean {
    return this.#moved(place, 'laid', 'free')
  }

  /** For the thread: whether the question is still asked. */
  begin(place: number): boolean {
    return this.#moved(place, 'laid', 'begun')
  }

  /** Valid until it is answered. */
  historyAt(place: number): Uint32Array {
    const from = place * historyLengthMax
    return this.#histories.subarray(from, from + this.#header[header.lengths + place]!)
  }

  /** Whether the event loop is to be told: of answers before this one it was, and has not looked since. */
  answer(place: number, { items, shares }: Best): boolean {
    this.#items.set(items, place * keptCount)
    this.#shares.set(shares, place * keptCount)
    this.#header[header.counts + place] = items.length
    Atomics.store(this.#header, header.states + place, state.answered)
    return Atomics.exchange(this.#header, header.isTold, 1) === 0
  }

  /** For the event loop, before it looks for answers: of later ones it is told. */
  listen(): void {
    Atomics.store(this.#header, header.isTold, 0)
  }

  /** Frees the place of an answer; undefined where there is none yet. */
  taken(place: number): Best | undefined {
    if (Atomics.load(this.#header, header.states + place) !== state.answered) return undefined
    const [from, count] = [place * keptCount, this.#header[header.counts + place]!]
    const items = this.#items.slice(from, from + count)
    const shares = this.#shares.slice(from, from + count)
    Atomics.store(this.#header, header.states + place, state.free)
    return { items, shares }
  }

  /** Sleeps until another question is laid than these many. */
  wait(laidCount: number): void {
    Atomics.wait(this.#header, header.laidCount, laidCount)
  }

  #moved(place: number, from: keyof typeof state, to: keyof typeof state): boolean {
    return Atomics.compareExchange(this.#header, header.states + place, state[from], state[to]) === state[from]
  }
}

/** Of the question that was laid after so many. */
export const placeOf = (laidCount: number): number => laidCount & (placeCount - 1)
