/**
 * Objects as files of this machine. A local object is read where it lies; one of an S3 server is streamed into the work
 * directory. On the way it is noted whether there are quotes, backslashes or other things that DuckDB would not read as meant.
 */

import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobEntry, Blobs } from '../storage/blobs.ts'
import { carriageReturnMark, cellEnd, emptyTextMark, lineFeedMark } from './csv-normaliser.ts'

export interface FetchedObject {
  readonly key: string
  readonly path: string
  readonly byteCount: number
  /** Nothing that the normaliser would read otherwise than DuckDB does, so that DuckDB may read it as it is. */
  readonly isPlain: boolean
}

const chunkBytes = 1024 * 1024

/**
 * `"`, `\`, CR, NUL, and the bytes that the normaliser takes for itself, which cells may not hold. A carriage return before
 * a line feed would do no harm, but lone ones are read differently.
 */
const special = [0x22, 0x5c, 0x0d, 0x00, cellEnd, lineFeedMark, carriageReturnMark, emptyTextMark]

const isPlainChunk = (chunk: Buffer): boolean => special.every(byte => !chunk.includes(byte))

export async function fetchObject(
  blobs: Blobs,
  entry: BlobEntry,
  into: { readonly directory: string; readonly number: number },
  onBytes: (byteCount: number) => void,
): Promise<FetchedObject> {
  const local = blobs.localPath(entry)
  const path = local ?? join(into.directory, `${into.number}.csv`)
  const source = local ? createReadStream(local, { highWaterMark: chunkBytes }) : await blobs.read(entry)
  const file = local ? undefined : await open(path, 'w')
  let isPlain = true
  let byteCount = 0
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      isPlain &&= isPlainChunk(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      byteCount += chunk.length
      await file?.appendFile(chunk)
      onBytes(chunk.length)
      // The rest of a local file need not be looked at: it goes through the normaliser anyway.
      if (!isPlain && !file) break
    }
  } finally {
    await file?.close()
  }
  return { key: entry.key, path, byteCount: local ? entry.byteCount : byteCount, isPlain }
}
