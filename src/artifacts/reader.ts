/**
 * Reads an artifact into one buffer and gives views on it; only the header is parsed. A file that is damaged in any way
 * is refused with `ArtifactDamaged`, which says where. The layout is `format.md`.
 */

import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import {
  type ArrayPlace,
  type ArtifactArray,
  arrayTypes,
  checkedFrom,
  checksumOffset,
  formatVersion,
  magic,
  preambleBytes,
} from './array-types.ts'

export interface Artifact {
  readonly description: Readonly<Record<string, unknown>>
  readonly arrays: ReadonlyMap<string, ArtifactArray>
  /** SHA-256 in hexadecimal, as the writer returned it. */
  readonly checksum: string
  readonly byteCount: number
}

export class ArtifactDamaged extends Error {
  override readonly name = 'ArtifactDamaged'
}

/** Read and hashed piece by piece, so that a server that loads a large model goes on answering. */
const pieceBytes = 1024 * 1024

/** Memory for a whole file. */
export type Allocate = (byteCount: number) => ArrayBuffer

const ofOneThread: Allocate = byteCount => new ArrayBuffer(byteCount)

/** With `expectedChecksum` a whole file that is not the wanted one is refused too. */
export async function readArtifact(
  path: string,
  expectedChecksum?: string,
  allocate: Allocate = ofOneThread,
): Promise<Artifact> {
  const { buffer, hash } = await readHashed(path, allocate)
  const bytes = Buffer.from(buffer)
  const refuse = (what: string): never => {
    throw new ArtifactDamaged(`model file ${path}: ${what}`)
  }
  if (bytes.length < preambleBytes) refuse(`${bytes.length} bytes are too few for a model`)
  if (bytes.toString('ascii', 0, magic.length) !== magic) refuse('it does not begin as a model does')
  const version = bytes.readUInt32LE(8)
  if (version !== formatVersion) refuse(`format version ${version} is not ${formatVersion}`)
  const byteCount = Number(bytes.readBigUInt64LE(16))
  if (byteCount !== bytes.length) refuse(`it has ${bytes.length} bytes and should have ${byteCount}`)
  const checksum = bytes.toString('hex', checksumOffset, checkedFrom)
  if (hash !== checksum) refuse('its content does not match its checksum')
  if (expectedChecksum !== undefined && checksum !== expectedChecksum)
    refuse(`its checksum is ${checksum}, the wanted model's is ${expectedChecksum}`)
  const header = parseHeader(bytes)
  return { description: header.description, arrays: viewsOf(buffer, header.arrays), checksum, byteCount }
}

/** The bytes of a file, and the SHA-256 of those that a checksum covers. */
async function readHashed(path: string, allocate: Allocate): Promise<{ buffer: ArrayBuffer; hash: string }> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const buffer = allocate(size)
    const bytes = new Uint8Array(buffer)
    const hash = createHash('sha256')
    let done = 0
    while (done < size) {
      const { bytesRead } = await file.read(bytes, done, Math.min(pieceBytes, size - done), done)
      if (bytesRead === 0) break
      hash.update(bytes.subarray(Math.max(done, checkedFrom), Math.max(done + bytesRead, checkedFrom)))
      done += bytesRead
    }
    return { buffer: done === size ? buffer : buffer.slice(0, done), hash: hash.digest('hex') }
  } finally {
    await file.close()
  }
}

interface Header {
  readonly description: Readonly<Record<string, unknown>>
  readonly arrays: readonly ArrayPlace[]
}

/** The checksum has vouched for the bytes, so the header is what a writer of this version put there. */
const parseHeader = (bytes: Buffer): Header =>
  JSON.parse(bytes.toString('utf8', preambleBytes, preambleBytes + bytes.readUInt32LE(12))) as Header

const viewsOf = (buffer: ArrayBuffer, places: readonly ArrayPlace[]): ReadonlyMap<string, ArtifactArray> =>
  new Map(places.map(place => [place.name, new arrayTypes[place.type](buffer, place.offset, place.length)]))
