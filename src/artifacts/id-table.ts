/**
 * Ids of users or items as a model holds them: sorted by their UTF-8 bytes, laid one after the other, found by binary
 * search. The dense index of an id is its place in that order. Loading a million ids is a view on the file.
 */

export interface EncodedIds {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** One more than there are ids. */
  readonly offsets: Uint32Array<ArrayBuffer>
}

export class IdTable {
  readonly encoded: EncodedIds
  readonly #text: Buffer

  constructor(encoded: EncodedIds) {
    this.encoded = encoded
    this.#text = Buffer.from(encoded.bytes.buffer, encoded.bytes.byteOffset, encoded.bytes.byteLength)
  }

  get size(): number {
    return this.encoded.offsets.length - 1
  }

  idAt(index: number): string {
    const { offsets } = this.encoded
    return this.#text.toString('utf8', offsets[index]!, offsets[index + 1]!)
  }

  /** -1 when the id is not in the table. */
  indexOf(id: string): number {
    const wanted = Buffer.from(id, 'utf8')
    let low = 0
    let high = this.size - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const order = this.#compare(wanted, middle)
      if (order === 0) return middle
      if (order < 0) high = middle - 1
      else low = middle + 1
    }
    return -1
  }

  /** A plain loop: most ids differ early, and a call into Buffer.compare costs more than the bytes. */
  #compare(wanted: Uint8Array, index: number): number {
    const { bytes, offsets } = this.encoded
    const start = offsets[index]!
    const length = offsets[index + 1]! - start
    const shorter = Math.min(length, wanted.length)
    for (let i = 0; i < shorter; i++) {
      const difference = wanted[i]! - bytes[start + i]!
      if (difference !== 0) return difference
    }
    return wanted.length - length
  }
}

/** Sorts ids by their UTF-8 bytes and encodes them; duplicates must be gone. */
export function encodeIds(ids: readonly string[]): EncodedIds {
  const encoded = ids.map(id => Buffer.from(id, 'utf8')).sort(Buffer.compare)
  const offsets = new Uint32Array(encoded.length + 1)
  for (const [index, id] of encoded.entries()) offsets[index + 1] = offsets[index]! + id.length
  const bytes = new Uint8Array(offsets[encoded.length]!)
  for (const [index, id] of encoded.entries()) bytes.set(id, offsets[index]!)
  return { bytes, offsets }
}
