/**
 * A blend in a file. Each weighted part is a line of the description (`parts`: name, weight, shape, numbers) that says
 * under which prefix its arrays lie; parts that are one matrix asked with two forms of history share a prefix.
 *
 * - rows: `<prefix>.offsets` u32, `.items` u32, `.weights` f32;  factors: `<prefix>.inputs`, `.outputs` f32
 * - sequence: `<prefix>.weights`, `.logPrior` f32;  prior: `<prefix>.scores` f32
 *
 * Lifts of situations, where there are any: columns and weights in the description (`lifts`); the names of features as the
 * table `lifts.names`, the rows `lifts`.
 */

import type { BlendParams, HistoryForm, PartShape, WeightedPart } from '../algorithms/blend/params.ts'
import type { SequenceModelParams } from '../algorithms/sequence-model/params.ts'
import type { SituationLifts } from '../algorithms/situation-lifts/params.ts'
import type { ArtifactArray } from './array-types.ts'

interface PartLine {
  readonly name: string
  readonly weight: number
  readonly arrays: string
  readonly numbers: PartNumbers
}

type PartNumbers =
  | { readonly shape: 'rows'; readonly form: HistoryForm }
  | { readonly shape: 'factors'; readonly form: HistoryForm; readonly dimension: number }
  | {
      readonly shape: 'sequence'
      readonly model: SequenceModelParams['shape']
      /** Absent in models without, and of before there were any, too. */
      readonly inputs?: SequenceModelParams['inputs']
    }
  | { readonly shape: 'prior' }

export interface BlendNumbers {
  readonly repeatOffset: number
  readonly temperature: number
  readonly parts: readonly PartLine[]
  /** Absent in models of before there were any, too. */
  readonly lifts?: Pick<SituationLifts, 'columns' | 'weights'>
}

export function blendContent({ parts, repeatOffset, temperature, cold, lifts }: BlendParams) {
  const arrays: Record<string, ArtifactArray> = { cold, ...liftArrays(lifts) }
  const prefixes = new Map<unknown, string>()
  const lines = parts.map(({ part, weight }): PartLine => {
    const [key, own, numbers] = takenApart(part)
    const prefix = prefixes.get(key) ?? `part${prefixes.size}`
    prefixes.set(key, prefix)
    for (const [name, array] of Object.entries(own)) arrays[`${prefix}.${name}`] = array
    return { name: part.name, weight, arrays: prefix, numbers }
  })
  const told = lifts && { lifts: { columns: lifts.columns, weights: lifts.weights } }
  return { numbers: { repeatOffset, temperature, parts: lines, ...told } satisfies BlendNumbers, arrays }
}

const liftArrays = (lifts: SituationLifts | undefined): Readonly<Record<string, ArtifactArray>> =>
  lifts === undefined
    ? {}
    : {
        'lifts.names.bytes': lifts.names.bytes,
        'lifts.names.offsets': lifts.names.offsets,
        'lifts.offsets': lifts.rows.offsets,
        'lifts.items': lifts.rows.items,
        'lifts.weights': lifts.rows.weights,
      }

function liftsOf(lifts: BlendNumbers['lifts'], { u8, u32, f32 }: ArraySource): SituationLifts | undefined {
  if (lifts === undefined) return undefined
  const rows = { offsets: u32('lifts.offsets'), items: u32('lifts.items'), weights: f32('lifts.weights') }
  return { ...lifts, names: { bytes: u8('lifts.names.bytes'), offsets: u32('lifts.names.offsets') }, rows }
}

/** What is the same for parts that share arrays, the arrays, and the numbers. */
function takenApart(part: PartShape): readonly [unknown, Readonly<Record<string, ArtifactArray>>, PartNumbers] {
  switch (part.shape) {
    case 'rows': {
      const { offsets, items, weights } = part.rows
      return [items, { offsets, items, weights }, { shape: 'rows', form: part.form }]
    }
    case 'factors': {
      const { inputs, outputs, form, dimension } = part
      return [inputs, { inputs, outputs }, { shape: 'factors', form, dimension }]
    }
    case 'sequence': {
      const { shape: model, weights, logPrior, inputs } = part.params
      return [weights, { weights, logPrior }, { shape: 'sequence', model, ...(inputs && { inputs }) }]
    }
    case 'prior':
      return [part.scores, { scores: part.scores }, { shape: 'prior' }]
  }
}

export interface ArraySource {
  u8(name: string): Uint8Array<ArrayBuffer>
  u32(name: string): Uint32Array<ArrayBuffer>
  f32(name: string): Float32Array<ArrayBuffer>
}

export function blendOf(numbers: BlendNumbers, source: ArraySource): BlendParams {
  const { repeatOffset, temperature, parts } = numbers
  const weighted = parts.map(({ name, weight, arrays, numbers }): WeightedPart => {
    return { weight, part: { name, ...shapeOf(numbers, arrays, source) } }
  })
  const lifts = liftsOf(numbers.lifts, source)
  return { parts: weighted, repeatOffset, temperature, cold: source.f32('cold'), ...(lifts && { lifts }) }
}

function shapeOf(numbers: PartNumbers, prefix: string, { u32, f32 }: ArraySource): PartShape {
  switch (numbers.shape) {
    case 'rows': {
      const rows = {
        offsets: u32(`${prefix}.offsets`),
        items: u32(`${prefix}.items`),
        weights: f32(`${prefix}.weights`),
      }
      return { shape: 'rows', form: numbers.form, rows }
    }
    case 'factors':
      return { ...numbers, inputs: f32(`${prefix}.inputs`), outputs: f32(`${prefix}.outputs`) }
    case 'sequence': {
      const { model: shape, inputs } = numbers
      const learned = { weights: f32(`${prefix}.weights`), logPrior: f32(`${prefix}.logPrior`) }
      return { shape: 'sequence', params: { shape, ...learned, ...(inputs && { inputs }) } }
    }
    case 'prior':
      return { shape: 'prior', scores: f32(`${prefix}.scores`) }
  }
}
