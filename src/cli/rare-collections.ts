/**
 * Lets the heap of the server grow to some times what is alive in it before all of it is looked through. The engine goes by throughput:
 * of a heap of 25 MB it began anew every 1.3 s at 1,000 answers a second, since that is cheap, but what waits then is answers, 4 to 11 ms
 * each time and longer where other threads want the processors. Large arrays lie outside the heap, so what may gather is small.
 */

import { setFlagsFromString } from 'node:v8'

/** Beyond what is alive. */
const growthPercent = 300

export function collectRarely(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`)
}
