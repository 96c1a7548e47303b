/**
 * One thread's share of a search for the nearest rows: chunks by whoever is free, all with the best floor anybody has. Returns
 * how many rows their codes did not rule out at once.
 */

import { f32At, u32At } from './arena.ts'
import { type Crew, shareChunks } from './crew.ts'
import type { Offset } from './offset.ts'
import type { KernelSpace } from './wasm-kernels.ts'

/** Where everything lies in the shared memory. */
export interface NearestRowsLayout {
  readonly width: number
  readonly countMax: number
  readonly places: number
  readonly table: Offset
  readonly codes: Offset
  readonly spans: Offset
  readonly order: Offset
  /** What no row of a chunk of `chunkPlaces` is longer than. */
  readonly chunkLengths: Offset
  readonly query: Offset
  readonly threads: readonly { readonly heap: Offset; readonly candidates: Offset }[]
}

export interface Wanted {
  readonly count: number
  readonly queryLength: number
  readonly allowed: Offset
}

/** A multiple of 16; some tens of microseconds. */
export const chunkPlaces = 8192

export function nearestRowsPart(
  crew: Crew,
  { kernels, memory }: KernelSpace,
  layout: NearestRowsLayout,
  { count, queryLength, allowed }: Wanted,
): number {
  const { width, places, table, codes, spans, order, query } = layout
  const { heap, candidates } = layout.threads[crew.index]!
  if (count > 0) clear(memory, heap, count)
  crew.barrier()
  if (count === 0) return 0
  const heaps = layout.threads.slice(0, crew.threadCount).map(thread => f32At(memory, thread.heap))
  const lengths = f32At(memory, layout.chunkLengths)
  // Another thread's root may be of a moment ago, when it was lower: a floor all the same.
  const floorOfAll = (): number => heaps.reduce((most, own) => Math.max(most, own[0]!), Number.NEGATIVE_INFINITY)
  let found = 0
  shareChunks(crew, Math.ceil(places / chunkPlaces), chunk => {
    const floor = floorOfAll()
    if (lengths[chunk]! * queryLength < floor) return
    const from = chunk * chunkPlaces
    found = kernels.screenRows(
      ...([from, Math.min(places, from + chunkPlaces), width, codes, spans, order, table, query] as const),
      ...([allowed, floor, count, heap, candidates, found] as const),
    )
  })
  kernels.rescoreRows(found, width, table, query, floorOfAll(), count, heap, candidates)
  return found
}

function clear(memory: WebAssembly.Memory, heap: Offset, count: number): void {
  const [products, rows] = [f32At(memory, heap), u32At(memory, heap)]
  for (let place = 0; place < count; place++) {
    products[2 * place] = Number.NEGATIVE_INFINITY
    rows[2 * place + 1] = 0xffffffff
  }
}
