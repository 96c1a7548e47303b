/** The types of array an artifact may hold, and their names in its header. See `format.md`. */

export type ArtifactArray =
  | Uint8Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>

export type ArrayTypeName = 'u8' | 'u32' | 'f32' | 'f64'

export interface ArrayPlace {
  readonly name: string
  readonly type: ArrayTypeName
  /** In elements. */
  readonly length: number
  /** From the start of the file, in bytes. */
  readonly offset: number
}

export const arrayTypes = {
  u8: Uint8Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const

export const formatVersion = 1
export const magic = 'ATTUNEMD'
/** Magic, version, lengths and checksum. */
export const preambleBytes = 64
/** Where the checksum stands, and what it covers begins. */
export const checksumOffset = 24
export const checkedFrom = 56
/** A cache line, and enough for any SIMD load. */
export const alignmentBytes = 64

export const aligned = (offset: number): number => Math.ceil(offset / alignmentBytes) * alignmentBytes

export const typeNameOf = (array: ArtifactArray): ArrayTypeName => {
  if (array instanceof Uint8Array) return 'u8'
  if (array instanceof Uint32Array) return 'u32'
  return array instanceof Float32Array ? 'f32' : 'f64'
}
