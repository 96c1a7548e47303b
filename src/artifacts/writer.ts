/**
 * Writes an artifact so that a file under its final name is always whole: temporary file, sync, rename, sync of both
 * directories. What goes in is the caller's; the layout is `format.md`.
 */

import { createHash } from 'node:crypto'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crashPoint } from '../base/crash-points.ts'
import { makeLastingFolder, syncPath } from '../base/sync-path.ts'
import {
  type ArrayPlace,
  type ArtifactArray,
  aligned,
  checkedFrom,
  checksumOffset,
  formatVersion,
  magic,
  preambleBytes,
  typeNameOf,
} from './array-types.ts'

export interface ArtifactContent {
  /** JSON values that describe the model: its kind, parameters, how it was made. No dates, no ARNs. */
  readonly description: Readonly<Record<string, unknown>>
  readonly arrays: Readonly<Record<string, ArtifactArray>>
}

export interface WrittenArtifact {
  readonly checksum: string
  readonly byteCount: number
}

const chunkBytes = 8 * 1024 * 1024

/** `temporaryPath` must lie on the file system of `path`. */
export async function writeArtifact(
  path: string,
  temporaryPath: string,
  content: ArtifactContent,
): Promise<WrittenArtifact> {
  await makeLastingFolder(dirname(path))
  const written = await writeSynced(temporaryPath, content)
  crashPoint('artifact.written')
  await rename(temporaryPath, path)
  await syncPath(dirname(temporaryPath))
  await syncPath(dirname(path))
  crashPoint('artifact.renamed')
  return written
}

async function writeSynced(path: string, content: ArtifactContent): Promise<WrittenArtifact> {
  const { pieces, byteCount, headerBytes } = layOut(content)
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  const checksum = hash.digest()
  const file = await open(path, 'w')
  try {
    await writeAll(file, preamble(headerBytes, byteCount, checksum))
    for (const piece of pieces) await writeAll(file, piece)
    await file.sync()
  } finally {
    await file.close()
  }
  return { checksum: checksum.toString('hex'), byteCount }
}

/** Everything from `checkedFrom` on, in order. */
function layOut(content: ArtifactContent): { pieces: Uint8Array[]; byteCount: number; headerBytes: number } {
  const names = Object.keys(content.arrays).sort()
  const header = headerFor(content, names)
  const pieces: Uint8Array[] = [new Uint8Array(preambleBytes - checkedFrom), header.bytes]
  let end = preambleBytes + header.bytes.length
  for (const place of header.places) {
    const array = content.arrays[place.name]!
    pieces.push(new Uint8Array(place.offset - end))
    pieces.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    end = place.offset + array.byteLength
  }
  return { pieces, byteCount: end, headerBytes: header.bytes.length }
}

/** The offsets stand in the header and depend on its length, so it is laid out again until the length stays. */
function headerFor(content: ArtifactContent, names: readonly string[]): { bytes: Buffer; places: ArrayPlace[] } {
  let length = 0
  for (;;) {
    const places = placesFor(content, names, preambleBytes + length)
    const bytes = Buffer.from(JSON.stringify({ description: sortedKeys(content.description), arrays: places }))
    if (bytes.length <= length)
      return { bytes: Buffer.concat([bytes, Buffer.alloc(length - bytes.length, ' ')]), places }
    length = bytes.length
  }
}

function placesFor(content: ArtifactContent, names: readonly string[], from: number): ArrayPlace[] {
  let end = from
  return names.map(name => {
    const array = content.arrays[name]!
    const offset = aligned(end)
    end = offset + array.byteLength
    return { name, type: typeNameOf(array), length: array.length, offset }
  })
}

const sortedKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]))
}

function preamble(headerBytes: number, byteCount: number, checksum: Buffer): Buffer {
  const bytes = Buffer.alloc(checkedFrom)
  bytes.write(magic, 0, 'ascii')
  bytes.writeUInt32LE(formatVersion, 8)
  bytes.writeUInt32LE(headerBytes, 12)
  bytes.writeBigUInt64LE(BigInt(byteCount), 16)
  checksum.copy(bytes, checksumOffset)
  return bytes
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, Math.min(chunkBytes, bytes.length - done))
    done += bytesWritten
  }
}
