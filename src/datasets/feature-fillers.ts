/** Build features from values that arrive item after item in rising order; items may be missing in between. */

import type { CategoryFeature, ItemFeature, NumberFeature, TextFeature } from '../algorithms/item-features.ts'
import { categoryValues } from './category-values.ts'
import type { ItemColumn } from './item-columns.ts'
import { termsOf } from './text-terms.ts'

export interface FeatureFiller {
  add(item: number, value: unknown): void
  /** Items with a value. */
  readonly filledCount: number
  finish(): ItemFeature
}

export function fillerFor({ name, kind }: ItemColumn, itemCount: number): FeatureFiller {
  switch (kind) {
    case 'number':
      return new NumberFiller(name, itemCount)
    case 'category':
      return new RowFiller(itemCount, categoryValues, rows => categoryOf(name, rows))
    case 'text':
      return new RowFiller(itemCount, termsIn, rows => textOf(name, rows))
  }
}

class NumberFiller implements FeatureFiller {
  readonly #name: string
  readonly #values: Float64Array<ArrayBuffer>
  filledCount = 0

  constructor(name: string, itemCount: number) {
    this.#name = name
    this.#values = new Float64Array(itemCount).fill(Number.NaN)
  }

  add(item: number, value: unknown): void {
    const number = value === null ? Number.NaN : Number(value)
    this.#values[item] = number
    if (!Number.isNaN(number)) this.filledCount++
  }

  finish(): NumberFeature {
    return { kind: 'number', name: this.#name, values: this.#values }
  }
}

interface Rows {
  readonly codeCount: number
  readonly offsets: Uint32Array<ArrayBuffer>
  readonly codes: Uint32Array<ArrayBuffer>
  readonly counts: Float32Array<ArrayBuffer>
}

const categoryOf = (name: string, { codeCount, offsets, codes }: Rows): CategoryFeature => ({
  kind: 'category',
  name,
  valueCount: codeCount,
  offsets,
  codes,
})

const textOf = (name: string, { codeCount, offsets, codes, counts }: Rows): TextFeature => ({
  kind: 'text',
  name,
  termCount: codeCount,
  offsets,
  terms: codes,
  counts,
})

/** Of a text only so many different terms count, so that one long text costs no more than others. */
const distinctTermsMax = 200

function termsIn(value: string): readonly string[] {
  const terms = termsOf(value)
  const kept = new Set([...new Set(terms)].slice(0, distinctTermsMax))
  return terms.filter(term => kept.has(term))
}

/** Rows of codes; a value gets its code where it is first seen. */
class RowFiller implements FeatureFiller {
  readonly #offsets: Uint32Array<ArrayBuffer>
  readonly #partsOf: (value: string) => readonly string[]
  readonly #finish: (rows: Rows) => ItemFeature
  readonly #codeOf = new Map<string, number>()
  #codes = new Uint32Array(1024)
  #counts = new Float32Array(1024)
  #length = 0
  #rowCount = 0
  filledCount = 0

  constructor(itemCount: number, partsOf: (value: string) => readonly string[], finish: (rows: Rows) => ItemFeature) {
    this.#offsets = new Uint32Array(itemCount + 1)
    this.#partsOf = partsOf
    this.#finish = finish
  }

  add(item: number, value: unknown): void {
    this.#closeRowsBefore(item)
    const counts = new Map<number, number>()
    for (const part of typeof value === 'string' ? this.#partsOf(value) : []) {
      const code = this.#code(part)
      counts.set(code, (counts.get(code) ?? 0) + 1)
    }
    for (const [code, count] of counts) this.#append(code, count)
    if (counts.size > 0) this.filledCount++
  }

  finish(): ItemFeature {
    this.#closeRowsBefore(this.#offsets.length - 1)
    return this.#finish({
      codeCount: this.#codeOf.size,
      offsets: this.#offsets,
      codes: this.#codes.slice(0, this.#length),
      counts: this.#counts.slice(0, this.#length),
    })
  }

  /** What was appended so far belongs to earlier items. */
  #closeRowsBefore(item: number): void {
    while (this.#rowCount < item) this.#offsets[++this.#rowCount] = this.#length
  }

  #code(part: string): number {
    const known = this.#codeOf.get(part)
    if (known !== undefined) return known
    const code = this.#codeOf.size
    this.#codeOf.set(part, code)
    return code
  }

  #append(code: number, count: number): void {
    if (this.#length === this.#codes.length) {
      const codes = new Uint32Array(this.#length * 2)
      const counts = new Float32Array(this.#length * 2)
      codes.set(this.#codes)
      counts.set(this.#counts)
      this.#codes = codes
      this.#counts = counts
    }
    this.#codes[this.#length] = code
    this.#counts[this.#length++] = count
  }
}
