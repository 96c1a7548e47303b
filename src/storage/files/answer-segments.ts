/**
 * The files of the ring of answers. An answer is one line, a file is lines, named after its number in the row of files:
 *
 *     crc32 of what follows the next blank, 8 hex digits · blank · id · blank · text · newline
 *
 * A text has no newline in it (JSON), so a line ends where it seems to; one whose checksum fails is no answer.
 */

import { open, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { syncPath } from '../../base/sync-path.ts'
import type { KeptText } from '../answer-ring.ts'

export interface AnswerSegment {
  readonly path: string
  readonly number: number
  byteCount: number
}

const digits = 12
const checksumLength = 8

export const segmentAt = (directory: string, number: number): AnswerSegment => ({
  path: join(directory, `${String(number).padStart(digits, '0')}.answers`),
  number,
  byteCount: 0,
})

const checksumOf = (bytes: Buffer | string): string => crc32(bytes).toString(16).padStart(checksumLength, '0')

export function lineOf(id: string, text: string): Buffer {
  const rest = `${id} ${text}`
  return Buffer.from(`${checksumOf(rest)} ${rest}\n`)
}

/** `line` without its newline. */
const isWhole = (line: Buffer): boolean =>
  line.length > checksumLength &&
  line.toString('latin1', 0, checksumLength) === checksumOf(line.subarray(checksumLength + 1))

const newline = 0x0a

/** Where the last whole line ends: what stands behind it was torn by a crash. */
function wholeLength(bytes: Buffer): number {
  let end = bytes.lastIndexOf(newline) + 1
  while (end > 0) {
    const start = bytes.subarray(0, end - 1).lastIndexOf(newline) + 1
    if (isWhole(bytes.subarray(start, end - 1))) return end
    end = start
  }
  return 0
}

/** A segment that is being written anew; one that a crash left is removed by the next start. */
const anew = '.new'

/** Oldest first; the torn end of the last one is cut off. */
export async function readSegments(directory: string): Promise<AnswerSegment[]> {
  const all = await readdir(directory)
  for (const name of all.filter(name => name.endsWith(anew))) await rm(join(directory, name), { force: true })
  const names = all.filter(name => /^\d+\.answers$/.test(name)).sort()
  const segments: AnswerSegment[] = []
  for (const name of names) {
    const path = join(directory, name)
    segments.push({ path, number: Number.parseInt(name, 10), byteCount: (await stat(path)).size })
  }
  const last = segments.at(-1)
  if (!last) return segments
  const length = wholeLength(await readFile(last.path))
  if (length < last.byteCount) await truncate(last.path, length)
  last.byteCount = length
  return segments
}

/** A search of as much takes well under a millisecond; the event loop breathes in between. */
const searchedBytes = 1024 * 1024
const parsedBytes = 64 * 1024

/** The first `byteCount` bytes from `start` on, in pieces that begin and end with a line; the rest of a line begun is passed over. */
async function* pieces({ path, byteCount }: AnswerSegment, start: number, pieceBytes: number): AsyncGenerator<Buffer> {
  const file = await open(path, 'r')
  try {
    let kept: Buffer = Buffer.alloc(0)
    let isInLine = start > 0
    for (let from = start; from < byteCount; ) {
      const block = Buffer.allocUnsafe(Math.min(pieceBytes, byteCount - from))
      const { bytesRead } = await file.read(block, 0, block.length, from)
      if (bytesRead === 0) break
      from += bytesRead
      const bytes = Buffer.concat([kept, block.subarray(0, bytesRead)])
      const begin = isInLine ? bytes.indexOf(newline) + 1 : 0
      const end = bytes.lastIndexOf(newline) + 1
      kept = bytes.subarray(end)
      if (end === 0) continue
      isInLine = false
      yield bytes.subarray(begin, end)
    }
  } finally {
    await file.close()
  }
}

/** The last text of an id. */
export async function findInSegment(segment: AnswerSegment, id: string): Promise<string | undefined> {
  let found: string | undefined
  for await (const bytes of pieces(segment, 0, searchedBytes)) found = findInLines(bytes, id) ?? found
  return found
}

/** Those that begin after `start`, some at a time. */
export async function* textsAfter(segment: AnswerSegment, start: number): AsyncGenerator<readonly KeptText[]> {
  for await (const bytes of pieces(segment, start, parsedBytes)) {
    const texts: KeptText[] = []
    for (let at = 0; at < bytes.length; ) {
      const end = bytes.indexOf(newline, at)
      const line = bytes.subarray(at, end)
      at = end + 1
      if (!isWhole(line)) continue
      const text = line.toString('utf8', checksumLength + 1)
      const blank = text.indexOf(' ')
      texts.push({ id: text.slice(0, blank), text: text.slice(blank + 1) })
    }
    yield texts
  }
}

/** Writes the segment anew without what is unwanted, synced. Nothing must be appended to it meanwhile. */
export async function removeFrom(segment: AnswerSegment, isUnwanted: (text: string) => boolean): Promise<void> {
  const kept: Buffer[] = []
  let removedCount = 0
  for await (const texts of textsAfter(segment, 0)) {
    for (const { id, text } of texts) {
      if (isUnwanted(text)) removedCount++
      else kept.push(lineOf(id, text))
    }
  }
  if (removedCount === 0) return
  const bytes = Buffer.concat(kept)
  await writeFile(`${segment.path}${anew}`, bytes)
  await syncPath(`${segment.path}${anew}`)
  await rename(`${segment.path}${anew}`, segment.path)
  await syncPath(dirname(segment.path))
  segment.byteCount = bytes.length
}

/** `bytes` begin and end with a line. Texts may hold what looks like an id, so it counts only where ids stand. */
export function findInLines(bytes: Buffer, id: string): string | undefined {
  const wanted = Buffer.from(` ${id} `)
  for (let at = bytes.lastIndexOf(wanted); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(wanted, at - 1)) {
    const start = at - checksumLength
    if (start < 0 || (start > 0 && bytes[start - 1] !== newline)) continue
    const line = bytes.subarray(start, bytes.indexOf(newline, at))
    if (isWhole(line)) return line.toString('utf8', checksumLength + wanted.length)
  }
  return undefined
}
