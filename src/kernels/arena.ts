/**
 * Who has which part of the shared memory: a bump allocator that hands out typed arrays with their byte offset, each at a
 * multiple of 64 (a cache line). `mark` and `release` give back all that was taken in between. What is handed out holds
 * zeros only when nobody had it before. A thread allocates in a range that the owner of the memory reserved for it.
 */

/** A typed array in the memory, and where it starts there. */
export interface Block<View> {
  readonly offset: number
  readonly view: View
}

/** Bytes from `start` up to `end`, which only the thread that was given them allocates in. */
export interface MemoryRange {
  readonly start: number
  readonly end: number
}

type ArrayType<View> = {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, offset: number, length: number): View
}

const lineBytes = 64
const aligned = (byteCount: number): number => Math.ceil(byteCount / lineBytes) * lineBytes

export class ArenaFull extends Error {
  override readonly name = 'ArenaFull'
}

export class Arena {
  readonly memory: WebAssembly.Memory
  readonly #end: number
  #next: number

  /** Without a range: all of the memory but its first line, so that no block has offset 0. */
  constructor(memory: WebAssembly.Memory, range: MemoryRange = { start: lineBytes, end: memory.buffer.byteLength }) {
    this.memory = memory
    this.#next = aligned(range.start)
    this.#end = range.end
  }

  f32 = (length: number): Block<Float32Array> => this.#block(Float32Array, length)
  f64 = (length: number): Block<Float64Array> => this.#block(Float64Array, length)
  i32 = (length: number): Block<Int32Array> => this.#block(Int32Array, length)
  u32 = (length: number): Block<Uint32Array> => this.#block(Uint32Array, length)
  i16 = (length: number): Block<Int16Array> => this.#block(Int16Array, length)
  i8 = (length: number): Block<Int8Array> => this.#block(Int8Array, length)
  u8 = (length: number): Block<Uint8Array> => this.#block(Uint8Array, length)

  /** Bytes without a view, such as a workspace. */
  bytes(byteCount: number): number {
    return this.#take(byteCount)
  }

  /** Reserves bytes for another arena on the same memory: `new Arena(memory, range)`, in any thread. */
  range(byteCount: number): MemoryRange {
    const start = this.#take(byteCount)
    return { start, end: start + byteCount }
  }

  get freeBytes(): number {
    return Math.max(0, this.#end - this.#next)
  }

  mark(): number {
    return this.#next
  }

  release(mark: number): void {
    this.#next = mark
  }

  #block<View>(type: ArrayType<View>, length: number): Block<View> {
    const offset = this.#take(length * type.BYTES_PER_ELEMENT)
    return { offset, view: new type(this.memory.buffer, offset, length) }
  }

  #take(byteCount: number): number {
    const offset = this.#next
    const next = offset + aligned(byteCount)
    if (next > this.#end) throw new ArenaFull(`${byteCount} bytes asked, ${this.freeBytes} free`)
    this.#next = next
    return offset
  }
}

/** From a byte offset to the end of the memory, for plain kernels: indices count from the offset. */
export const f32At = (memory: WebAssembly.Memory, offset: number): Float32Array =>
  new Float32Array(memory.buffer, offset >>> 0)
export const u32At = (memory: WebAssembly.Memory, offset: number): Uint32Array =>
  new Uint32Array(memory.buffer, offset >>> 0)
