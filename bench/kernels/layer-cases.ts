/** What a training step does beside matrix products, at 6,400 tokens of 64 numbers. */

import { attentionWorkspaceBytes } from '../../src/kernels/kernels.ts'
import { indices, type KernelCase, numbers } from './kernel-case.ts'

const tokenCount = 6400
const width = 64
const hiddenWidth = 256
const gatedWidth = 160
const headCount = 2
const itemCount = 3706

function attention(length: number, direction: 'forward' | 'backward'): KernelCase {
  const sequenceCount = tokenCount / length
  const headWidth = width / headCount
  const pairCount = (sequenceCount * headCount * length * (length + 1)) / 2
  return {
    kernel: `attention ${direction}`,
    size: `${sequenceCount} of ${length}`,
    // Two products of a row with a row for each pair that is seen; five on the way back.
    amount: (direction === 'forward' ? 2 : 5) * 2 * headWidth * pairCount,
    unit: 'GFLOP/s',
    setUp(kernels, arena) {
      const offsets = arena.u32(sequenceCount + 1)
      for (let at = 0; at <= sequenceCount; at++) offsets.view[at] = at * length
      const parts = () => {
        const { offset } = numbers(arena, tokenCount * 3 * width)
        return [offset, offset + 4 * width, offset + 8 * width] as const
      }
      const [qkv, gradients] = [parts(), parts()]
      const [out, outGradient] = [numbers(arena, tokenCount * width).offset, numbers(arena, tokenCount * width).offset]
      const logSums = arena.f32(tokenCount * headCount).offset
      const workspace = arena.bytes(attentionWorkspaceBytes(length, headWidth))
      const head = [sequenceCount, offsets.offset, headCount, headWidth, 3 * width, ...qkv] as const
      const middle = [headWidth ** -0.5, 0, 0, width, out, logSums] as const
      const forward = () => kernels.attention(...head, ...middle, workspace)
      forward()
      return direction === 'forward'
        ? forward
        : () => kernels.attentionBackward(...head, ...middle, outGradient, ...gradients, 0, workspace)
    },
  }
}

const layerNorm: KernelCase = {
  kernel: 'layerNorm, both ways',
  size: `${tokenCount} × ${width}`,
  // Reads x and writes out; reads x and outGradient and writes xGradient.
  amount: 5 * 4 * tokenCount * width,
  unit: 'GB/s',
  setUp(kernels, arena) {
    const [x, out, gradient] = [0, 1, 2].map(() => numbers(arena, tokenCount * width).offset) as [
      number,
      number,
      number,
    ]
    const [gains, shifts] = [numbers(arena, width).offset, numbers(arena, width).offset]
    const [means, scales] = [arena.f32(tokenCount).offset, arena.f32(tokenCount).offset]
    return () => {
      kernels.layerNorm(tokenCount, width, x, gains, shifts, out, means, scales)
      kernels.layerNormBackward(tokenCount, width, x, gains, means, scales, out, gradient, 0, gains, shifts)
    }
  },
}

const gelu: KernelCase = {
  kernel: 'biasGelu, both ways',
  size: `${tokenCount} × ${hiddenWidth}`,
  amount: 2 * tokenCount * hiddenWidth,
  unit: 'M/s',
  setUp(kernels, arena) {
    const block = () => numbers(arena, tokenCount * hiddenWidth).offset
    const [x, out, gradient] = [block(), block(), block()]
    const bias = arena.f32(hiddenWidth).offset
    const biasGradient = arena.f32(hiddenWidth).offset
    return () => {
      kernels.biasGelu(tokenCount, hiddenWidth, bias, x, out)
      kernels.biasGeluBackward(tokenCount, hiddenWidth, x, out, gradient, biasGradient)
    }
  },
}

const swishGate: KernelCase = {
  kernel: 'swishGate, both ways',
  size: `${tokenCount} × ${gatedWidth}`,
  amount: 2 * tokenCount * gatedWidth,
  unit: 'M/s',
  setUp(kernels, arena) {
    const block = (columnCount: number) => numbers(arena, tokenCount * columnCount).offset
    const [x, out, gradient] = [block(2 * gatedWidth), block(gatedWidth), block(2 * gatedWidth)]
    return () => {
      kernels.swishGate(tokenCount, gatedWidth, x, out)
      kernels.swishGateBackward(tokenCount, gatedWidth, x, out, gradient)
    }
  },
}

const crossEntropy: KernelCase = {
  kernel: 'crossEntropyRows',
  size: `640 × ${itemCount}`,
  amount: 640 * itemCount,
  unit: 'M/s',
  setUp(kernels, arena) {
    const logits = numbers(arena, 640 * itemCount).offset
    const targets = indices(arena, 640, itemCount).offset
    return () => {
      kernels.crossEntropyRows(640, itemCount, logits, itemCount, targets, 1)
    }
  },
}

const dropout: KernelCase = {
  kernel: 'dropout',
  size: `${tokenCount} × ${width}`,
  amount: tokenCount * width,
  unit: 'M/s',
  setUp(kernels, arena) {
    const [x, out] = [numbers(arena, tokenCount * width).offset, numbers(arena, tokenCount * width).offset]
    return () => kernels.dropout(tokenCount * width, 0.2, 1, x, out)
  },
}

export const layerCases: readonly KernelCase[] = [
  ...[5, 50, 200].flatMap(length => [attention(length, 'forward'), attention(length, 'backward')]),
  layerNorm,
  gelu,
  swishGate,
  crossEntropy,
  dropout,
]
