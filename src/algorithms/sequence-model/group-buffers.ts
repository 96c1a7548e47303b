/**
 * Fills the tape's first buffers: items, places, contexts and chunks of a group, and which of its rows have which target.
 */

import { type ContextCodes, unknownCode } from './context.ts'
import type { Group } from './pass.ts'
import type { Tape } from './tape.ts'

export class GroupBuffers {
  readonly items: Uint32Array
  readonly targets: Uint32Array
  readonly #positions: Uint32Array
  readonly #contexts: readonly Uint32Array[]
  readonly #chunkOffsets: Uint32Array
  readonly #lossRows: Uint32Array
  #tokenCount = 0
  #chunkCount = 0
  #rowCount = 0

  constructor({ buffer }: WebAssembly.Memory, tape: Tape) {
    const view = (offset: number, extra = 0) => new Uint32Array(buffer, offset, tape.tokenCountMax + extra)
    this.items = view(tape.items)
    this.targets = view(tape.targets)
    this.#positions = view(tape.positions)
    this.#contexts = tape.contexts.map(offset => view(offset))
    this.#chunkOffsets = view(tape.chunkOffsets, 1)
    this.#lossRows = view(tape.lossRows)
  }

  clear(): void {
    this.#tokenCount = 0
    this.#chunkCount = 0
    this.#rowCount = 0
    this.#chunkOffsets[0] = 0
  }

  /** Without contexts they are not known. */
  addChunk(items: ArrayLike<number>, start: number, length: number, contexts?: ContextCodes): void {
    for (const [column, view] of this.#contexts.entries())
      for (let at = 0; at < length; at++) view[this.#tokenCount + at] = contexts?.[column]?.[start + at] ?? unknownCode
    for (let at = 0; at < length; at++) {
      this.items[this.#tokenCount] = items[start + at]!
      this.#positions[this.#tokenCount++] = at
    }
    this.#chunkOffsets[++this.#chunkCount] = this.#tokenCount
  }

  /** The row `fromEnd` places before the end of the latest chunk, 1 for its last, has a loss. */
  addRow(fromEnd: number, target: number): void {
    this.#lossRows[this.#rowCount] = this.#tokenCount - fromEnd
    this.targets[this.#rowCount++] = target
  }

  group(): Group {
    return { tokenCount: this.#tokenCount, chunkCount: this.#chunkCount, rowCount: this.#rowCount }
  }
}
