/**
 * A copy of plain data whose typed arrays lie in shared memory, so that threads get them without a copy of their own. Who
 * gets it reads it only: the type says nothing of the memory beneath, and writes would be seen by all.
 */

type TypedArray = Exclude<NodeJS.TypedArray, Buffer>

function sharedArray(array: TypedArray): TypedArray {
  const { byteLength } = array
  const Kind = array.constructor as new (buffer: SharedArrayBuffer) => TypedArray
  const copy = new Kind(new SharedArrayBuffer(byteLength))
  new Uint8Array(copy.buffer).set(new Uint8Array(array.buffer, array.byteOffset, byteLength))
  return copy
}

function copyOf(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return sharedArray(value as TypedArray)
  if (Array.isArray(value)) return value.map(copyOf)
  if (value === null || typeof value !== 'object' || value instanceof Map) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copyOf(member)]))
}

export const sharedCopy = <Plain extends object>(plain: Plain): Plain => copyOf(plain) as Plain
