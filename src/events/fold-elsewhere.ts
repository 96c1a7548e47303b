/** Has a segment of streamed rows written: a large one in a process of its own, which yields to answers; a small one at once. */

import { stat } from 'node:fs/promises'
import type { Log } from '../base/log.ts'
import { siblingModule } from '../base/sibling-module.ts'
import type { Segment } from '../datasets/segment.ts'
import { launch } from '../jobs/launch.ts'
import type { Priority } from '../jobs/priority.ts'
import { type FoldOrder, writeFoldedSegment } from './fold-segment.ts'

export interface FoldMeans {
  readonly priority: Priority
  readonly log: Log
  /** Bytes of rows and segments up to which they are written by the server. */
  readonly ownBytesMax?: number
}

/** Some thousand rows: written in less time than a process takes to start. */
const ownBytesMax = 1024 * 1024

const childModule = siblingModule(import.meta.url, './fold-child')

export type FoldedCounts = Pick<Segment, 'rowCount' | 'byteCount'>

export async function foldSegment(order: FoldOrder, means: FoldMeans): Promise<FoldedCounts> {
  const sizes = await Promise.all(
    [order.rowsFile, ...order.merged, ...order.others].map(async file => (await stat(file)).size),
  )
  const byteCount = sizes.reduce((sum, size) => sum + size, 0)
  if (byteCount <= (means.ownBytesMax ?? ownBytesMax)) return writeFoldedSegment(order)
  const { priority, log } = means
  // Whoever stops waits for what is under way: it is in the log until it is in a segment.
  const { signal } = new AbortController()
  return launch<FoldOrder, FoldedCounts>({
    module: childModule,
    spec: order,
    priority,
    log,
    signal,
    onProgress: () => undefined,
  })
}
