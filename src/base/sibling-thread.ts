/**
 * Starts a module that lies beside the one that asks in a thread of its own. The flags that the process was started with are
 * not handed on: threads need none of them, and some, such as `--input-type` of a program given by `--eval`, end a thread
 * that is read from a file.
 */

import { Worker } from 'node:worker_threads'
import { siblingModule } from './sibling-module.ts'

export const siblingThread = (from: string, name: string, workerData?: unknown): Worker =>
  new Worker(siblingModule(from, name), { workerData, execArgv: [] })
