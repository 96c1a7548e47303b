/**
 * The thread that writes the event log: appends a batch of frames to the current file, syncs once, and only then answers.
 * A sync takes 1 to 10 ms; here it holds nobody's event loop. When a write fails, what it left of the batch is cut off again.
 */

import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { crashPoint } from '../../base/crash-points.ts'

export type ToLogThread =
  /** Go on in this file, whose length is known to be good; it is made when it is not there. */
  | { readonly type: 'open'; readonly path: string; readonly byteCount: number }
  | { readonly type: 'write'; readonly bytes: Uint8Array }
  | { readonly type: 'close' }

/** `isBroken`: not even the remains of the write could be cut off, so nothing can follow. */
export type FromLogThread = { readonly error?: string; readonly isBroken?: boolean }

let file: number | undefined
let byteCount = 0

function open(path: string, length: number): void {
  if (file !== undefined) closeSync(file)
  file = undefined
  file = openSync(path, 'a+')
  // A torn tail goes before anything is written behind it.
  ftruncateSync(file, length)
  fsyncSync(file)
  byteCount = length
  const directory = openSync(dirname(path), 'r')
  fsyncSync(directory)
  closeSync(directory)
}

function writeAll(to: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(to, bytes, from, bytes.length - from)
}

function append(bytes: Uint8Array): void {
  if (file === undefined) throw new Error('no file of the event log is open')
  crashPoint('events.before-write')
  writeAll(file, bytes)
  crashPoint('events.before-sync')
  fdatasyncSync(file)
  crashPoint('events.after-sync')
  byteCount += bytes.length
}

function cutOff(): boolean {
  try {
    if (file !== undefined) {
      ftruncateSync(file, byteCount)
      fdatasyncSync(file)
    }
    return true
  } catch {
    return false
  }
}

function attempt(work: () => void): FromLogThread {
  try {
    work()
    return {}
  } catch (error) {
    const isBroken = !cutOff()
    return { error: (error as Error).message, isBroken }
  }
}

parentPort?.on('message', (message: ToLogThread) => {
  if (message.type === 'close') {
    if (file !== undefined) closeSync(file)
    parentPort?.close()
    return
  }
  const work = message.type === 'open' ? () => open(message.path, message.byteCount) : () => append(message.bytes)
  parentPort?.postMessage(attempt(work) satisfies FromLogThread)
})
