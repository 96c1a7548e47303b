/** Plain arrays that more comes to, one by one. */

type Growing = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

const roomMin = 16

/** The array itself where it is as long as this; else a longer one, by half at the least, that begins with what it holds. */
export function grown<Some extends Growing>(values: Some, length: number): Some {
  if (length <= values.length) return values
  const Kind = values.constructor as new (length: number) => Some
  const larger = new Kind(Math.max(length, (values.length * 3) >> 1, roomMin))
  larger.set(values as never)
  return larger
}
