/**
 * The best of histories, packed: an entry is a run of numbers in one of two large arrays. What is put or found goes into the late one; when it
 * is full the other is given up whole and takes its place. As objects, with arrays of their own each, entries would live just long
 * enough to be copied by every collection of garbage for some seconds.
 *
 *     length of the history, of the items, how many numbers beside, 0 · shares · numbers beside · their keys · items · history
 */

/** Of a history, whatever a request leaves out. */
export interface Best {
  /** Best first. */
  readonly items: Uint32Array
  readonly shares: Float64Array
}

/** Arrays are parts of the store: good until as much has been put as half of it holds. */
export interface StoredBest extends Best {
  /** A few numbers that are kept with the history, by objects that live as long as they are asked for. */
  readonly beside: { get(key: object): number | undefined; set(key: object, value: number): void }
}

/** More are not kept. */
const besideMax = 32

const headLength = 4
const [historyAt, itemsAt, besideAt] = [0, 1, 2]

interface Half {
  readonly words: Uint32Array
  readonly doubles: Float64Array
  /** By hash of the history the first word. */
  readonly places: Map<number, number>
  end: number
}

interface Sizes {
  readonly history: number
  readonly items: number
}

const keys = new WeakMap<object, number>()
let keyCount = 0

function keyOf(object: object): number {
  const known = keys.get(object)
  if (known !== undefined) return known
  keyCount = (keyCount + 1) >>> 0
  keys.set(object, keyCount)
  return keyCount
}

/** FNV-1a, by numbers in place of bytes. */
function hashOf(history: ArrayLike<number>): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < history.length; at++) hash = Math.imul(hash ^ history[at]!, 0x01000193)
  return hash
}

/** Even, so that the shares of the next entry lie where 64-bit numbers do. */
const wordsOf = ({ history, items }: Sizes): number =>
  2 * Math.ceil((headLength + 2 * items + 2 * besideMax + besideMax + items + history) / 2)

export class BestStore {
  readonly #wordsMax: number
  #late: Half | undefined
  #early: Half | undefined

  constructor(byteCountMax: number) {
    this.#wordsMax = 2 * Math.floor(byteCountMax / 2 / 8)
  }

  /** One that was put before is late from now on. */
  find(history: ArrayLike<number>): StoredBest | undefined {
    const hash = hashOf(history)
    const late = this.#late && placeIn(this.#late, hash, history)
    if (late !== undefined) return storedAt(this.#late!, late)
    const early = this.#early && placeIn(this.#early, hash, history)
    return early === undefined ? undefined : this.#again(hash, this.#early!, early)
  }

  /** Undefined where there is no room for it. */
  put(history: ArrayLike<number>, { items, shares }: Best): StoredBest | undefined {
    const sizes = { history: history.length, items: items.length }
    const place = this.#placeFor(hashOf(history), wordsOf(sizes))
    if (place === undefined) return undefined
    const { words, doubles } = this.#late!
    words[place + historyAt] = sizes.history
    words[place + itemsAt] = sizes.items
    words[place + besideAt] = 0
    const parts = partsOf(place, sizes)
    doubles.set(shares, parts.shares)
    words.set(items, parts.items)
    words.set(history, parts.history)
    return storedAt(this.#late!, place)
  }

  /** The half it lies in may become the late one by this: what it is copied over then is what stands before it. */
  #again(hash: number, { words }: Half, from: number): StoredBest | undefined {
    const length = wordsOf(sizesAt(words, from))
    const place = this.#placeFor(hash, length)
    if (place === undefined) return undefined
    if (this.#late!.words === words) words.copyWithin(place, from, from + length)
    else this.#late!.words.set(words.subarray(from, from + length), place)
    return storedAt(this.#late!, place)
  }

  #placeFor(hash: number, length: number): number | undefined {
    if (length > this.#wordsMax) return undefined
    this.#late ??= this.#made()
    if (this.#late.end + length > this.#wordsMax) this.#swap()
    const { end } = this.#late
    this.#late.places.set(hash, end)
    this.#late.end += length
    return end
  }

  #swap(): void {
    const next = this.#early ?? this.#made()
    this.#early = this.#late
    next.places.clear()
    next.end = 0
    this.#late = next
  }

  #made(): Half {
    const words = new Uint32Array(this.#wordsMax)
    return { words, doubles: new Float64Array(words.buffer), places: new Map(), end: 0 }
  }
}

/** Of the parts, in words, but for the shares and numbers beside: in 64-bit numbers. */
function partsOf(place: number, { items }: Sizes) {
  const shares = (place + headLength) / 2
  const beside = shares + items
  const besideKeys = 2 * (beside + besideMax)
  return { shares, beside, besideKeys, items: besideKeys + besideMax, history: besideKeys + besideMax + items }
}

const sizesAt = (words: Uint32Array, place: number): Sizes => ({
  history: words[place + historyAt]!,
  items: words[place + itemsAt]!,
})

function placeIn({ words, places }: Half, hash: number, history: ArrayLike<number>): number | undefined {
  const place = places.get(hash)
  if (place === undefined || words[place + historyAt] !== history.length) return undefined
  const from = partsOf(place, sizesAt(words, place)).history
  for (let at = 0; at < history.length; at++) if (words[from + at] !== history[at]) return undefined
  return place
}

function storedAt({ words, doubles }: Half, place: number): StoredBest {
  const sizes = sizesAt(words, place)
  const parts = partsOf(place, sizes)
  return {
    items: words.subarray(parts.items, parts.items + sizes.items),
    shares: doubles.subarray(parts.shares, parts.shares + sizes.items),
    beside: {
      get: object => {
        const key = keyOf(object)
        const count = words[place + besideAt]!
        for (let at = 0; at < count; at++) if (words[parts.besideKeys + at] === key) return doubles[parts.beside + at]
        return undefined
      },
      set: (object, value) => {
        const count = words[place + besideAt]!
        if (count === besideMax) return
        words[parts.besideKeys + count] = keyOf(object)
        doubles[parts.beside + count] = value
        words[place + besideAt] = count + 1
      },
    },
  }
}
