/**
 * Where each tensor of the model lies in one flat vector of floats, so that an optimiser, a copy or a file sees one array.
 * Matrices are row-major with inputs as rows: y = x W + b. Offsets and lengths count floats, not bytes. Item vectors and
 * item biases come first because they alone grow with the catalogue and are updated by row when the softmax is sampled.
 */

export type Activation = 'gelu' | 'relu' | 'swish-gate'

export interface ModelShape {
  readonly itemCount: number
  readonly dimension: number
  readonly blockCount: number
  readonly headCount: number
  /** Of the rows that go down again. */
  readonly hiddenWidth: number
  readonly lengthMax: number
  /** Whether attention has a learned bias for each distance. */
  readonly hasDistanceBiases: boolean
  /** Between the two matrices of a feed-forward half; absent: GELU. */
  readonly activation?: Activation
  /** How many codes each context column has, 0 for what is not known included; absent: no context. */
  readonly contextSizes?: readonly number[]
}

export interface BlockLayout {
  /** Gains, then shifts of the layer norm before attention: 2 × dimension. */
  readonly attentionNorm: number
  /** dimension × 3 dimension: queries, keys, values. */
  readonly queryKeyValue: number
  readonly queryKeyValueBias: number
  /** headCount × lengthMax, each head's farthest distance first; of no length without distance biases. */
  readonly distanceBiases: number
  /** dimension × dimension. */
  readonly output: number
  readonly outputBias: number
  /** Gains, then shifts of the layer norm before the feed-forward half. */
  readonly forwardNorm: number
  /** dimension × `upWidthOf` the shape. */
  readonly up: number
  readonly upBias: number
  /** hiddenWidth × dimension. */
  readonly down: number
  readonly downBias: number
}

export interface ModelLayout {
  /** itemCount × dimension; inputs and outputs share them. */
  readonly items: number
  readonly itemBiases: number
  /** lengthMax × dimension. */
  readonly positions: number
  /** A table for each context column: its size × dimension. */
  readonly contexts: readonly number[]
  readonly blocks: readonly BlockLayout[]
  /** Gains, then shifts. */
  readonly finalNorm: number
  readonly length: number
}

/** A gate and what it lets through are computed side by side. */
export const upWidthOf = ({ activation, hiddenWidth }: Pick<ModelShape, 'activation' | 'hiddenWidth'>): number =>
  activation === 'swish-gate' ? 2 * hiddenWidth : hiddenWidth

/** Kernels work on four floats at a time, so each tensor begins at a multiple of four. */
export const paddedLength = (count: number): number => Math.ceil(count / 4) * 4

export function layoutOf(shape: ModelShape): ModelLayout {
  const { itemCount, dimension, hiddenWidth } = shape
  const upWidth = upWidthOf(shape)
  let length = 0
  const take = (count: number): number => {
    const offset = length
    length += paddedLength(count)
    return offset
  }
  const items = take(itemCount * dimension)
  const itemBiases = take(itemCount)
  const positions = take(shape.lengthMax * dimension)
  const contexts = (shape.contextSizes ?? []).map(size => take(size * dimension))
  const blocks = Array.from({ length: shape.blockCount }, () => ({
    attentionNorm: take(2 * dimension),
    queryKeyValue: take(dimension * 3 * dimension),
    queryKeyValueBias: take(3 * dimension),
    distanceBiases: take(shape.hasDistanceBiases ? shape.headCount * shape.lengthMax : 0),
    output: take(dimension * dimension),
    outputBias: take(dimension),
    forwardNorm: take(2 * dimension),
    up: take(dimension * upWidth),
    upBias: take(upWidth),
    down: take(hiddenWidth * dimension),
    downBias: take(dimension),
  }))
  const finalNorm = take(2 * dimension)
  return { items, itemBiases, positions, contexts, blocks, finalNorm, length }
}
