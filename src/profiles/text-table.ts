/**
 * Texts numbered in the order in which they came, packed: about twelve bytes beside the text itself, where a Map of strings
 * takes a hundred. Ids of items, users and sessions and the values of text columns are kept so. The parts are plain arrays,
 * which one thread fills and another takes over without copying.
 */

import { grown } from '../base/grown.ts'

export interface TextParts {
  readonly size: number
  /** UTF-8, one text behind the other. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each begins; one more than there are texts. */
  readonly offsets: Uint32Array<ArrayBuffer>
  /** Hash table of indices, each one more than it is; 0 is free. A power of two long. */
  readonly slots: Uint32Array<ArrayBuffer>
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Bytes of the text asked about; valid until the next call. */
let scratch = new Uint8Array(4096)

function encoded(text: string): number {
  // A UTF-16 unit takes at most three bytes.
  if (text.length * 3 > scratch.length) scratch = new Uint8Array(text.length * 3)
  return encoder.encodeInto(text, scratch).written
}

/** FNV-1a, mixed once more so that its low bits differ for ids that count up. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 13)) >>> 0
}

export const noTexts = (): TextParts => ({
  size: 0,
  bytes: new Uint8Array(256),
  offsets: new Uint32Array(17),
  slots: new Uint32Array(32),
})

export class TextTable {
  #size: number
  #bytes: Uint8Array<ArrayBuffer>
  #offsets: Uint32Array<ArrayBuffer>
  #slots: Uint32Array<ArrayBuffer>

  constructor({ size, bytes, offsets, slots }: TextParts = noTexts()) {
    this.#size = size
    this.#bytes = bytes
    this.#offsets = offsets
    this.#slots = slots
  }

  get size(): number {
    return this.#size
  }

  get byteCount(): number {
    return this.#bytes.byteLength + this.#offsets.byteLength + this.#slots.byteLength
  }

  /** What another thread can make a table of. This one must not be used any more. */
  parts(): TextParts {
    return { size: this.#size, bytes: this.#bytes, offsets: this.#offsets, slots: this.#slots }
  }

  textAt(index: number): string {
    return decoder.decode(this.#bytes.subarray(this.#offsets[index]!, this.#offsets[index + 1]!))
  }

  /** -1 when it was never added. */
  indexOf(text: string): number {
    const length = encoded(text)
    return this.indexOfEncoded(scratch, 0, length)
  }

  /** Of a text that is there in UTF-8 already, from `from` to `to`; `guess` is looked at first. */
  indexOfEncoded(bytes: Uint8Array, from: number, to: number, guess = -1): number {
    if (guess >= 0 && guess < this.#size && this.#equals(guess, bytes, from, to - from)) return guess
    return this.#slots[this.#slotOf(bytes, from, to - from, hashOf(bytes, from, to))]! - 1
  }

  /** Gives its index, a new one when it is new. */
  add(text: string): number {
    const length = encoded(text)
    const hash = hashOf(scratch, 0, length)
    const slot = this.#slotOf(scratch, 0, length, hash)
    const known = this.#slots[slot]!
    if (known !== 0) return known - 1
    this.#append(length)
    this.#slots[slot] = this.#size
    if (this.#size * 2 > this.#slots.length) this.#rehash()
    return this.#size - 1
  }

  /** The slot that holds the text that begins at `from`, or the free one where it belongs. */
  #slotOf(bytes: Uint8Array, from: number, length: number, hash: number): number {
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]!
      if (entry === 0 || this.#equals(entry - 1, bytes, from, length)) return slot
    }
  }

  #equals(index: number, bytes: Uint8Array, from: number, length: number): boolean {
    const start = this.#offsets[index]!
    if (this.#offsets[index + 1]! - start !== length) return false
    for (let at = 0; at < length; at++) if (this.#bytes[start + at] !== bytes[from + at]) return false
    return true
  }

  #append(length: number): void {
    const from = this.#offsets[this.#size]!
    this.#bytes = grown(this.#bytes, from + length)
    this.#offsets = grown(this.#offsets, this.#size + 2)
    this.#bytes.set(scratch.subarray(0, length), from)
    this.#size += 1
    this.#offsets[this.#size] = from + length
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let index = 0; index < this.#size; index++) {
      let slot = hashOf(this.#bytes, this.#offsets[index]!, this.#offsets[index + 1]!) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = index + 1
    }
    this.#slots = slots
  }
}
