/**
 * The same plain data with all arrays in memory that threads can share: whoever is sent it reads the same bytes. What is one
 * array, or one buffer, stays one. Who gets it reads it only: writes would be seen by all.
 */

/** Types of arrays say nothing of sharing; nothing that reads a model hands its memory on or changes its size. */
export const sharedBuffer = (byteCount: number): ArrayBuffer =>
  new SharedArrayBuffer(byteCount) as unknown as ArrayBuffer

type View = ArrayBufferView<ArrayBuffer>
type ViewType = new (buffer: ArrayBuffer, offset: number, length: number) => View

export function inSharedMemory<T>(value: T): T {
  return new Sharing().of(value) as T
}

class Sharing {
  readonly #made = new Map<unknown, unknown>()

  of(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || value instanceof WebAssembly.Memory) return value
    const made = this.#made.get(value) ?? this.#make(value)
    this.#made.set(value, made)
    return made
  }

  #make(value: object): unknown {
    if (ArrayBuffer.isView(value)) return this.#view(value as View)
    if (Array.isArray(value)) return value.map(one => this.of(one))
    if (value instanceof Map) return new Map([...value].map(([name, one]) => [name, this.of(one)]))
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.of(one)]))
  }

  #view(view: View): View {
    if (!(view.buffer instanceof ArrayBuffer)) return view
    const { length } = view as unknown as ArrayLike<number>
    return new (view.constructor as ViewType)(this.#buffer(view.buffer), view.byteOffset, length)
  }

  #buffer(buffer: ArrayBuffer): ArrayBuffer {
    const made = (this.#made.get(buffer) as ArrayBuffer | undefined) ?? sharedBuffer(buffer.byteLength)
    if (!this.#made.has(buffer)) new Uint8Array(made).set(new Uint8Array(buffer))
    this.#made.set(buffer, made)
    return made
  }
}
