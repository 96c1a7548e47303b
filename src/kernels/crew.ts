/**
 * Threads of one piece of work, as a kernel that is divided among them sees it: chunks from a counter and a barrier. A
 * member of a team is one; `aloneCrew` is the caller by itself. What a chunk computes never depends on who computes it.
 */

export interface Crew {
  readonly index: number
  readonly threadCount: number
  /** The next of `count` chunks, or -1 when all are taken; counts from 0 after each barrier. */
  nextChunk(count: number): number
  /** Returns once every thread has called it. */
  barrier(): void
}

export function aloneCrew(): Crew {
  let next = 0
  return {
    index: 0,
    threadCount: 1,
    nextChunk: count => (next < count ? next++ : -1),
    barrier: () => {
      next = 0
    },
  }
}

/** Calls back with each chunk that falls to this thread, then waits for the others. */
export function shareChunks(crew: Crew, count: number, work: (chunk: number) => void): void {
  for (let chunk = crew.nextChunk(count); chunk >= 0; chunk = crew.nextChunk(count)) work(chunk)
  crew.barrier()
}
