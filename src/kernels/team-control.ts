/**
 * The few words that the threads of a team share: a flag to stop, the barrier, and the counter that chunks of work are
 * taken from. Each lies in a cache line of its own. `team.ts` opens them, `team-member.ts` uses them in the threads.
 */

export const stopWord = 0
export const arrivedWord = 16
export const generationWord = 32
export const chunkWord = 48
const wordCount = 64

export const newControl = (): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(4 * wordCount))

/** Before a run, while no member works. */
export function reset(control: Int32Array<SharedArrayBuffer>): void {
  for (const word of [stopWord, arrivedWord, chunkWord]) Atomics.store(control, word, 0)
}

/** Members leave at their next barrier or chunk; those that wait are woken. */
export function stop(control: Int32Array<SharedArrayBuffer>): void {
  Atomics.store(control, stopWord, 1)
  Atomics.add(control, generationWord, 1)
  Atomics.notify(control, generationWord)
}

/** From the team to a member. */
export interface TaskMessage {
  readonly task: string
  readonly args: unknown
}

/** From a member to the team; `stopped` says that it left because of another. */
export type MemberMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'report'; readonly report: unknown }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'stopped' }

/** `workerData` of a member. */
export interface MemberData {
  readonly index: number
  readonly threadCount: number
  readonly memory: WebAssembly.Memory
  readonly control: Int32Array<SharedArrayBuffer>
  readonly data: unknown
}
