/**
 * The kinds of model there are, and where each keeps its arrays in a file. Training writes through `contentOf`,
 * serving reads through `modelOf`; both see ids and algorithm parameters, never names of arrays.
 *
 * Arrays by kind (tables and rows as in `format.md`):
 * - `popularity`: table `items`; `popularity.userCounts` u32, `popularity.order` u32.
 * - `trending`: table `items`; `trending.rises` f32, `trending.order` u32.
 * - `related-items`: table `items`; rows `neighbours`; `popular` u32.
 * - `sequence-rules`: tables `items` and `users`; rows `followers`; `prior` f32, `starts` f32; rows `histories`
 *   without weights, user after user, oldest interaction first.
 * - `blend`: tables `items` and `users`; rows `histories` as above; `cold` f32 and the arrays of `blend-content.ts`, and
 *   those of `item-facts-content.ts`.
 */

import type { BlendParams } from '../algorithms/blend/params.ts'
import type { CoOccurrenceParams } from '../algorithms/co-occurrence/params.ts'
import type { ItemFacts } from '../algorithms/item-facts/params.ts'
import type { PopularityParams } from '../algorithms/popularity/params.ts'
import type { TransitionRulesParams } from '../algorithms/transition-rules/params.ts'
import type { TrendingParams } from '../algorithms/trending/params.ts'
import type { ArtifactArray } from './array-types.ts'
import { type BlendNumbers, blendContent, blendOf } from './blend-content.ts'
import { type EncodedIds, IdTable } from './id-table.ts'
import { itemFactsArrays, itemFactsFrom } from './item-facts-content.ts'
import { type Artifact, ArtifactDamaged } from './reader.ts'
import type { ArtifactContent } from './writer.ts'

/** What a training found out and decided by it, such as the weights of a blend. Plain JSON. */
export type Choices = Readonly<Record<string, unknown>>

/** How the model came about; plain JSON, the same for the same data, parameters and seed. */
export interface Origin {
  readonly recipe: string
  readonly seed: number
  readonly interactionCount: number
  readonly choices?: Choices
}

interface Model {
  readonly origin: Origin
  readonly items: IdTable
}

export interface PopularityModel extends Model {
  readonly kind: 'popularity'
  readonly params: PopularityParams
}

export interface TrendingModel extends Model {
  readonly kind: 'trending'
  readonly params: TrendingParams
}

export interface RelatedItemsModel extends Model {
  readonly kind: 'related-items'
  readonly params: CoOccurrenceParams
}

interface PersonalModel extends Model {
  readonly users: IdTable
  /** Histories at training time, per user oldest first; long ones keep their newest part. */
  readonly histories: { readonly offsets: Uint32Array<ArrayBuffer>; readonly items: Uint32Array<ArrayBuffer> }
}

export interface SequenceRulesModel extends PersonalModel {
  readonly kind: 'sequence-rules'
  readonly params: TransitionRulesParams
}

export interface BlendModel extends PersonalModel {
  readonly kind: 'blend'
  readonly params: BlendParams
  readonly facts?: ItemFacts
}

export type RecommenderModel = PopularityModel | TrendingModel | RelatedItemsModel | SequenceRulesModel | BlendModel

const tableArrays = (name: string, ids: EncodedIds): Record<string, ArtifactArray> => ({
  [`${name}.bytes`]: ids.bytes,
  [`${name}.offsets`]: ids.offsets,
})

const rowArrays = (
  name: string,
  rows: { offsets: ArtifactArray; items: ArtifactArray; weights?: ArtifactArray },
): Record<string, ArtifactArray> => ({
  [`${name}.offsets`]: rows.offsets,
  [`${name}.items`]: rows.items,
  ...(rows.weights && { [`${name}.weights`]: rows.weights }),
})

export function contentOf(model: RecommenderModel): ArtifactContent {
  const description = { kind: model.kind, origin: model.origin }
  const items = tableArrays('items', model.items.encoded)
  switch (model.kind) {
    case 'popularity': {
      const { userCounts, order } = model.params
      return { description, arrays: { ...items, 'popularity.userCounts': userCounts, 'popularity.order': order } }
    }
    case 'trending': {
      const { rises, order } = model.params
      return { description, arrays: { ...items, 'trending.rises': rises, 'trending.order': order } }
    }
    case 'related-items': {
      const { neighbours, popular } = model.params
      return { description, arrays: { ...items, ...rowArrays('neighbours', neighbours), popular } }
    }
    case 'sequence-rules': {
      const { followers, prior, starts, ...numbers } = model.params
      return {
        description: { ...description, numbers },
        arrays: {
          ...items,
          ...tableArrays('users', model.users.encoded),
          ...rowArrays('followers', followers),
          ...rowArrays('histories', model.histories),
          prior,
          starts,
        },
      }
    }
    case 'blend': {
      const { numbers, arrays } = blendContent(model.params)
      const users = tableArrays('users', model.users.encoded)
      const histories = rowArrays('histories', model.histories)
      const facts = itemFactsArrays(model.facts)
      return {
        description: { ...description, numbers },
        arrays: { ...items, ...users, ...histories, ...arrays, ...facts },
      }
    }
  }
}

export function modelOf(artifact: Artifact): RecommenderModel {
  const kind = artifact.description.kind
  const common = { origin: artifact.description.origin as Origin, items: table(artifact, 'items') }
  switch (kind) {
    case 'popularity': {
      const params = { userCounts: u32(artifact, 'popularity.userCounts'), order: u32(artifact, 'popularity.order') }
      return { kind, ...common, params }
    }
    case 'trending': {
      const params = { rises: f32(artifact, 'trending.rises'), order: u32(artifact, 'trending.order') }
      return { kind, ...common, params }
    }
    case 'related-items': {
      const params = { neighbours: weightedRows(artifact, 'neighbours'), popular: u32(artifact, 'popular') }
      return { kind, ...common, params }
    }
    case 'sequence-rules': {
      const numbers = artifact.description.numbers as Omit<TransitionRulesParams, 'followers' | 'prior' | 'starts'>
      const followers = weightedRows(artifact, 'followers')
      const params = { ...numbers, followers, prior: f32(artifact, 'prior'), starts: f32(artifact, 'starts') }
      return { kind, ...common, params, users: table(artifact, 'users'), histories: rows(artifact, 'histories') }
    }
    case 'blend': {
      const source = sourceOf(artifact)
      const params = blendOf(artifact.description.numbers as BlendNumbers, source)
      const facts = itemFactsFrom(source)
      const personal = { users: table(artifact, 'users'), histories: rows(artifact, 'histories') }
      return { kind, ...common, ...personal, params, ...(facts && { facts }) }
    }
    default:
      throw new ArtifactDamaged(`model file holds a model of the unknown kind ${JSON.stringify(kind)}`)
  }
}

function arrayOf(artifact: Artifact, name: string): ArtifactArray {
  const array = artifact.arrays.get(name)
  if (array === undefined) throw new ArtifactDamaged(`model file lacks the array ${name}`)
  return array
}

function u32(artifact: Artifact, name: string): Uint32Array<ArrayBuffer> {
  const array = arrayOf(artifact, name)
  if (!(array instanceof Uint32Array)) throw new ArtifactDamaged(`array ${name} of a model file is not u32`)
  return array
}

function f32(artifact: Artifact, name: string): Float32Array<ArrayBuffer> {
  const array = arrayOf(artifact, name)
  if (!(array instanceof Float32Array)) throw new ArtifactDamaged(`array ${name} of a model file is not f32`)
  return array
}

function u8(artifact: Artifact, name: string): Uint8Array<ArrayBuffer> {
  const array = arrayOf(artifact, name)
  if (!(array instanceof Uint8Array)) throw new ArtifactDamaged(`array ${name} of a model file is not u8`)
  return array
}

const sourceOf = (artifact: Artifact) => ({
  has: (name: string) => artifact.arrays.has(name),
  u8: (name: string) => u8(artifact, name),
  u32: (name: string) => u32(artifact, name),
  f32: (name: string) => f32(artifact, name),
})

function table(artifact: Artifact, name: string): IdTable {
  const bytes = u8(artifact, `${name}.bytes`)
  return new IdTable({ bytes, offsets: u32(artifact, `${name}.offsets`) })
}

const rows = (artifact: Artifact, name: string) => ({
  offsets: u32(artifact, `${name}.offsets`),
  items: u32(artifact, `${name}.items`),
})

const weightedRows = (artifact: Artifact, name: string) => ({
  ...rows(artifact, name),
  weights: f32(artifact, `${name}.weights`),
})
