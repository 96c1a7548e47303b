/**
 * Entries of the event log as bytes. A frame is whole or worthless: its checksum covers everything behind it.
 *
 *     length u32 · crc32 u32 · sequence f64 · stream length u16 · stream · payload     little-endian, text in UTF-8
 *
 * `length` counts the bytes behind the checksum.
 */

import { crc32 } from 'node:zlib'
import type { LogEntry } from '../event-log.ts'

const prefixBytes = 8
const fixedBytes = 10

export function encodeFrame({ sequence, stream, payload }: LogEntry): Buffer {
  const streamBytes = Buffer.byteLength(stream)
  const frame = Buffer.allocUnsafe(prefixBytes + fixedBytes + streamBytes + Buffer.byteLength(payload))
  frame.writeUInt32LE(frame.length - prefixBytes, 0)
  frame.writeDoubleLE(sequence, prefixBytes)
  frame.writeUInt16LE(streamBytes, prefixBytes + 8)
  frame.write(stream, prefixBytes + fixedBytes)
  frame.write(payload, prefixBytes + fixedBytes + streamBytes)
  frame.writeUInt32LE(crc32(frame.subarray(prefixBytes)), 4)
  return frame
}

/** Where a frame that is whole ends; undefined where none begins at `from`. */
function endOfFrame(bytes: Buffer, from: number): number | undefined {
  if (from + prefixBytes + fixedBytes > bytes.length) return undefined
  const end = from + prefixBytes + bytes.readUInt32LE(from)
  if (end > bytes.length || end < from + prefixBytes + fixedBytes) return undefined
  return crc32(bytes.subarray(from + prefixBytes, end)) === bytes.readUInt32LE(from + 4) ? end : undefined
}

export interface Frame {
  readonly entry: LogEntry
  /** Offset of the byte behind it. */
  readonly end: number
}

/** The frame at `from`, or undefined where the bytes hold no whole one: at their end, or where a write was torn. */
export function decodeFrame(bytes: Buffer, from: number): Frame | undefined {
  const end = endOfFrame(bytes, from)
  if (end === undefined) return undefined
  const text = from + prefixBytes + fixedBytes
  const payloadAt = text + bytes.readUInt16LE(from + prefixBytes + 8)
  const entry = {
    sequence: bytes.readDoubleLE(from + prefixBytes),
    stream: bytes.toString('utf8', text, payloadAt),
    payload: bytes.toString('utf8', payloadAt, end),
  }
  return { entry, end }
}
