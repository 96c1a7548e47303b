/** A blend with every shape of part goes into a file and comes back, shared arrays written once. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BlendParams, Part } from '../algorithms/blend/params.ts'
import { codeCountOf, gapColumn } from '../algorithms/sequence-model/input-columns.ts'
import { layoutOf, type ModelShape } from '../algorithms/sequence-model/layout.ts'
import type { ArtifactArray } from './array-types.ts'
import { blendContent, blendOf } from './blend-content.ts'

const rows = { offsets: Uint32Array.of(0, 1, 1), items: Uint32Array.of(1), weights: Float32Array.of(-0.5) }
const model: ModelShape = {
  itemCount: 2,
  dimension: 4,
  blockCount: 1,
  headCount: 1,
  hiddenWidth: 8,
  activation: 'swish-gate',
  lengthMax: 3,
  hasDistanceBiases: true,
  contextSizes: [codeCountOf(gapColumn)],
}
const sequence = {
  shape: model,
  weights: new Float32Array(layoutOf(model).length),
  logPrior: Float32Array.of(-1, -2),
  inputs: [gapColumn],
}

const parts: readonly Part[] = [
  { name: 'ease', shape: 'rows', rows, form: { window: 1000, decay: 1 } },
  { name: 'ease decay 0.8', shape: 'rows', rows, form: { window: 50, decay: 0.8 } },
  {
    name: 'spectral',
    shape: 'factors',
    dimension: 1,
    inputs: Float32Array.of(1, 2),
    outputs: Float32Array.of(3, 4),
    form: { window: 5, decay: 1 },
  },
  { name: 'sequence', shape: 'sequence', params: sequence },
  { name: 'prior', shape: 'prior', scores: Float32Array.of(0.25, 0.75) },
]

const blend: BlendParams = {
  parts: parts.map((part, at) => ({ part, weight: 1 / (at + 1) })),
  repeatOffset: -4,
  temperature: 0.3,
  cold: Float32Array.of(-0.1, -3),
  lifts: {
    columns: [{ name: 'DEVICE', source: 'context', kind: 'category', borders: [], firstFeature: 0 }],
    names: { bytes: Uint8Array.of(48, 48, 48, 58, 97), offsets: Uint32Array.of(0, 5) },
    weights: { warm: [0.5], cold: [0], own: [0.25] },
    rows: { offsets: Uint32Array.of(0, 1), items: Uint32Array.of(1), weights: Float32Array.of(0.75) },
  },
}

test('what goes in comes out', () => {
  const { numbers, arrays } = blendContent(blend)
  const all: Readonly<Record<string, ArtifactArray | undefined>> = arrays
  const source = {
    u8: (name: string) => all[name] as Uint8Array<ArrayBuffer>,
    u32: (name: string) => all[name] as Uint32Array<ArrayBuffer>,
    f32: (name: string) => all[name] as Float32Array<ArrayBuffer>,
  }
  assert.deepEqual(blendOf(JSON.parse(JSON.stringify(numbers)), source), blend)
  const lengths = Object.entries(arrays).filter(([name]) => /^part.*\.items$/.test(name))
  assert.equal(lengths.length, 1, 'two forms of one matrix share its arrays')
})
