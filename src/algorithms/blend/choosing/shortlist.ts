/**
 * The standardised scores of every part for the items that could come first: of each case the best of every part, among
 * items of the history and among others, and the target. A rank among these is the rank in the catalogue for as long as
 * it is small, which is all that a list of ten asks; and weights can be tried a hundred times a second.
 */

import { topItems } from '../../../kernels/top-items.ts'
import type { Part } from '../params.ts'
import { scorePart } from '../score-part.ts'
import { scaleOf } from '../standardise.ts'
import type { Case } from './hold-out.ts'

/** Taken from each part. */
const unseenCount = 60
const seenCount = 30

export interface Shortlist {
  readonly itemCount: number
  /** Where the target stands. */
  readonly target: number
  /** 1 where the item is in the history. */
  readonly isSeen: Uint8Array
  /** Part after part: `scores[part * itemCount + place]`. */
  readonly scores: Float32Array
  readonly weight: number
}

/** Users come back to fewer items than this share: they never come back. */
const repeatShareMin = 0.002

export const areRepeated = (repeatedCount: number, count: number): boolean => repeatedCount >= repeatShareMin * count

type Asked = Pick<Case, 'history' | 'contexts'>

/** Makes shortlists of cases; its arrays are used again and again. */
export class ShortlistMaker {
  readonly #parts: readonly Part[]
  readonly #whole: readonly Float32Array<ArrayBuffer>[]
  readonly #isSeen: Uint8Array
  readonly #unseen: Uint32Array<ArrayBuffer>
  readonly #offersSeen: boolean
  #asked: Asked | undefined

  /** Lists hold items of the history only where users come back to some in `cases`: a third of the work elsewhere. */
  constructor(parts: readonly Part[], itemCount: number, cases: readonly Case[]) {
    this.#parts = parts
    this.#offersSeen = areRepeated(cases.filter(({ history, target }) => history.includes(target)).length, cases.length)
    this.#whole = parts.map(() => new Float32Array(itemCount))
    this.#isSeen = new Uint8Array(itemCount)
    this.#unseen = new Uint32Array(itemCount)
  }

  shortlistOf({ history, target, weight, contexts }: Case): Shortlist {
    this.#score({ history, contexts })
    const items = this.#itemsThatCouldBeFirst(history, target)
    const scores = new Float32Array(this.#parts.length * items.length)
    for (const [at, all] of this.#whole.entries())
      for (let place = 0; place < items.length; place++) scores[at * items.length + place] = all[items[place]!]!
    const isSeen = Uint8Array.from(items, item => this.#isSeen[item]!)
    return { itemCount: items.length, target: items.indexOf(target), isSeen, scores, weight }
  }

  /** Cases of one user come one after another and share their history. */
  #score(asked: Asked): void {
    if (asked.history === this.#asked?.history && asked.contexts === this.#asked.contexts) return
    for (const [at, part] of this.#parts.entries()) standardise(part, asked, this.#whole[at]!)
    this.#isSeen.fill(0)
    for (const item of asked.history) this.#isSeen[item] = 1
    this.#asked = asked
  }

  /** In order of index, so that ties go as they go in an answer. */
  #itemsThatCouldBeFirst(history: Uint32Array, target: number): Uint32Array {
    const seen = Uint32Array.from(new Set(history))
    let count = 0
    for (let item = 0; item < this.#isSeen.length; item++) if (this.#isSeen[item] === 0) this.#unseen[count++] = item
    const unseen = this.#unseen.subarray(0, count)
    const chosen = new Set([target])
    for (const scores of this.#whole) {
      for (const item of topItems(scores, unseen, unseenCount)) chosen.add(item)
      if (this.#offersSeen) for (const item of topItems(scores, seen, seenCount)) chosen.add(item)
    }
    return Uint32Array.from(chosen).sort()
  }
}

function standardise(part: Part, { history, contexts }: Asked, scores: Float32Array<ArrayBuffer>): void {
  scorePart(part, history, scores, contexts)
  const { mean, deviation } = scaleOf(scores)
  const factor = deviation > 0 ? 1 / deviation : 0
  for (let item = 0; item < scores.length; item++) scores[item] = (scores[item]! - mean) * factor
}
