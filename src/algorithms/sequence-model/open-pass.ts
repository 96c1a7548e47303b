/** Allocates what a thread needs to pass groups of up to so many positions through the model. */

import { attentionWorkspaceBytes, gemmWorkspaceBytes } from '../../kernels/kernels.ts'
import type { Offset } from '../../kernels/offset.ts'
import type { KernelSpace } from '../../kernels/wasm-kernels.ts'
import { layoutOf, type ModelShape, upWidthOf } from './layout.ts'
import { allocatePacked, packedWeightBytes } from './packed-weights.ts'
import type { Pass } from './pass.ts'
import { allocateTape } from './tape.ts'

/** Without dropout. `gradients` is 0 for a pass that only goes forward. */
export function openPass(
  { kernels, memory, arena }: KernelSpace,
  shape: ModelShape,
  weights: Offset,
  gradients: Offset,
  tokenCountMax: number,
): Pass {
  return {
    ...{ kernels, shape, layout: layoutOf(shape), weights, gradients, dropout: 0, seed: 0 },
    floats: new Float32Array(memory.buffer),
    indices: new Uint32Array(memory.buffer),
    workspace: arena.bytes(gemmWorkspaceBytes),
    attentionWorkspace: arena.bytes(attentionWorkspaceBytes(shape.lengthMax, shape.dimension / shape.headCount)),
    packed: allocatePacked(arena, shape),
    tape: allocateTape(arena, shape, tokenCountMax),
  }
}

/** Bytes that `openPass` takes. */
export function passBytes(shape: ModelShape, tokenCountMax: number): number {
  const { dimension, hiddenWidth, headCount, blockCount, lengthMax } = shape
  const upWidth = upWidthOf(shape)
  const perBlock = 10 * dimension + headCount + upWidth + hiddenWidth + 4
  const codes = shape.contextSizes?.length ?? 0
  const perToken = codes + blockCount * perBlock + 6 * dimension + 2 * Math.max(upWidth, 3 * dimension) + 16
  const workspaces = gemmWorkspaceBytes + attentionWorkspaceBytes(lengthMax, dimension / headCount)
  return 4 * tokenCountMax * perToken + packedWeightBytes(shape) + workspaces + slackBytes
}

/** For the ends of cache lines between buffers. */
const slackBytes = 64 * 1024
