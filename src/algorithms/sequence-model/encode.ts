/**
 * What a history means: the vector whose product with an item's vector is that item's score. Runs on the kernels, with all
 * of the model but the items in a small memory of its own that lives as long as the parameters; only the last position goes
 * on after the last attention. 50 items take some 0.3 ms.
 */

import type { Block } from '../../kernels/arena.ts'
import { openKernels } from '../../kernels/wasm-kernels.ts'
import type { ContextCodes } from './context.ts'
import { GroupBuffers } from './group-buffers.ts'
import { layoutOf } from './layout.ts'
import { addContexts, blocksForward } from './model-pass.ts'
import { openPass, passBytes } from './open-pass.ts'
import type { SequenceModelParams } from './params.ts'
import type { Pass } from './pass.ts'

/** The newest `lengthMax` items decide; without any item the vector is zero. */
export function encodeHistory(
  params: SequenceModelParams,
  history: ArrayLike<number>,
  contexts?: ContextCodes,
): Float32Array<ArrayBuffer> {
  if (history.length === 0) return new Float32Array(params.shape.dimension)
  return encoderOf(params).encode(history, contexts)
}

const encoders = new WeakMap<SequenceModelParams, Encoder>()

function encoderOf(params: SequenceModelParams): Encoder {
  const encoder = encoders.get(params) ?? new Encoder(params)
  encoders.set(params, encoder)
  return encoder
}

const slackBytes = 4096

class Encoder {
  readonly #params: SequenceModelParams
  readonly #pass: Pass
  readonly #buffers: GroupBuffers

  constructor(params: SequenceModelParams) {
    const { shape, weights } = params
    const layout = layoutOf(shape)
    // Items and their biases, at the front, stay outside.
    const inside = weights.subarray(layout.positions)
    const space = openKernels({ byteCountMax: 4 * inside.length + passBytes(shape, shape.lengthMax) + slackBytes })
    const placed: Block<Float32Array> = space.arena.f32(inside.length)
    placed.view.set(inside)
    this.#params = params
    this.#pass = openPass(space, shape, placed.offset - 4 * layout.positions, 0, shape.lengthMax)
    this.#buffers = new GroupBuffers(space.memory, this.#pass.tape)
  }

  encode(history: ArrayLike<number>, contexts: ContextCodes | undefined): Float32Array<ArrayBuffer> {
    const { floats, tape, shape } = this.#pass
    const length = Math.min(history.length, shape.lengthMax)
    this.#buffers.clear()
    this.#buffers.addChunk(history, history.length - length, length, contexts)
    this.#buffers.addRow(1, 0)
    this.#enter(history, history.length - length)
    blocksForward(this.#pass, this.#buffers.group())
    const at = tape.finalNorm.out / 4
    return floats.slice(at, at + shape.dimension) as Float32Array<ArrayBuffer>
  }

  /** States that enter the first block: each item's vector plus its place's. */
  #enter(history: ArrayLike<number>, from: number): void {
    const { floats, tape, shape, layout } = this.#pass
    const { weights } = this.#params
    const { dimension } = shape
    const length = history.length - from
    let into = tape.blocks[0]!.input / 4
    for (let at = from; at < history.length; at++) {
      const item = layout.items + history[at]! * dimension
      const position = layout.positions + (at - from) * dimension
      for (let k = 0; k < dimension; k++) floats[into++] = weights[item + k]! + weights[position + k]!
    }
    addContexts(this.#pass, length)
  }
}
