/**
 * Plain data full of large typed arrays on its way from one process to another: the arrays go through a file, what holds
 * them through the channel. So whoever takes them over reads bytes into memory outside its main thread, which has nothing
 * to take apart. The file is for the moment: in the byte order of the machine, and never synced.
 */

import { type FileHandle, open } from 'node:fs/promises'

const arrayTypes = { Uint8Array, Uint32Array, Float32Array, Float64Array }

type ArrayType = keyof typeof arrayTypes

/** Stands for an array: where its bytes lie in the file. */
interface Place {
  readonly arrayType: ArrayType
  readonly at: number
  readonly length: number
}

/** So that neither a thread of the pool nor memory is held for long. */
const bytesAtOnce = 4 * 1024 * 1024

const isPlace = (value: object): value is Place => 'arrayType' in value

function arrayTypeOf(view: ArrayBufferView): ArrayType {
  const { name } = view.constructor
  if (!(name in arrayTypes)) throw new Error(`arrays of the type ${name} cannot be packed`)
  return name as ArrayType
}

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength)

async function mapped(value: unknown, change: (leaf: object) => Promise<unknown>): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value
  const changed = await change(value)
  if (changed !== undefined) return changed
  if (Array.isArray(value)) {
    const parts: unknown[] = []
    for (const part of value) parts.push(await mapped(part, change))
    return parts
  }
  const parts: Record<string, unknown> = {}
  for (const [name, part] of Object.entries(value)) parts[name] = await mapped(part, change)
  return parts
}

async function inPieces(bytes: Uint8Array, move: (piece: Uint8Array, at: number) => Promise<number>): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const moved = await move(bytes.subarray(at, at + bytesAtOnce), at)
    if (moved === 0) throw new Error('a file of packed arrays is too short')
    at += moved
  }
}

async function withFile<T>(path: string, flags: 'r' | 'w', work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

/** Writes the arrays into a new file and gives what is left. */
export const packArrays = (value: unknown, path: string): Promise<unknown> =>
  withFile(path, 'w', file => {
    let end = 0
    return mapped(value, async leaf => {
      if (!ArrayBuffer.isView(leaf)) return undefined
      const arrayType = arrayTypeOf(leaf)
      const place = { arrayType, at: end, length: leaf.byteLength / arrayTypes[arrayType].BYTES_PER_ELEMENT }
      end += leaf.byteLength
      await inPieces(
        bytesOf(leaf),
        async (piece, at) => (await file.write(piece, 0, piece.length, place.at + at)).bytesWritten,
      )
      return place
    })
  })

/** The value as it was, each array in a buffer of its own. */
export const unpackArrays = (packed: unknown, path: string): Promise<unknown> =>
  withFile(path, 'r', file =>
    mapped(packed, async leaf => {
      if (!isPlace(leaf)) return undefined
      const array = new arrayTypes[leaf.arrayType](leaf.length)
      await inPieces(
        bytesOf(array),
        async (piece, at) => (await file.read(piece, 0, piece.length, leaf.at + at)).bytesRead,
      )
      return array
    }),
  )
