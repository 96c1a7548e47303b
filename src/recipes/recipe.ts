/**
 * What a recipe is: its identity in the catalogue, its parameters with ranges, what a request to it needs, and whether
 * Attune trains it yet. One file per recipe beside this one; `catalogue.ts` lists them. Facts: recipe pages of the
 * developer guide and recorded ListRecipes answers.
 */

export type RecipeType =
  | 'USER_PERSONALIZATION'
  | 'POPULAR_ITEMS'
  | 'RELATED_ITEMS'
  | 'PERSONALIZED_RANKING'
  | 'PERSONALIZED_ACTIONS'
  | 'USER_SEGMENTATION'

interface ParameterBase {
  readonly name: string
  /** Which map of `solutionConfig` carries it. */
  readonly group: 'algorithm' | 'featureTransformation'
  /** Values travel as text. */
  readonly default: string
  /** May appear in HPO ranges. */
  readonly tunable: boolean
  /** Cannot be given a fixed value, only an HPO range. */
  readonly tuningOnly?: boolean
  readonly meaning: string
}

export type RecipeParameter =
  | (ParameterBase & { readonly kind: 'integer' | 'continuous'; readonly min: number; readonly max: number })
  | (ParameterBase & { readonly kind: 'categorical'; readonly values: readonly string[] })

export interface Recipe {
  readonly name: string
  readonly domain?: 'ECOMMERCE' | 'VIDEO_ON_DEMAND'
  readonly recipeType: RecipeType
  /** Tail of the algorithm's ARN, `arn:aws:personalize:::algorithm/<tail>`. */
  readonly algorithm: string
  /** Tail of the feature transformation's ARN. */
  readonly featureTransformation: string
  readonly description: string
  readonly createdAt: string
  /** Legacy recipes can be described and used but are not listed. */
  readonly listed: boolean
  readonly parameters: readonly RecipeParameter[]
  readonly userId: 'required' | 'for-filter' | 'unused'
  readonly itemId: 'required' | 'unused'
  /** Answers carry a score: softmax over the catalogue, over the request's items, a probability per action, or none. */
  readonly scores: 'catalogue' | 'request' | 'probability' | 'none'
  readonly supportsEventsConfig: boolean
  readonly supportsObjective: boolean
  readonly supportsExploration: boolean
  /** Metadata in answers is on without asking. */
  readonly metadataByItself: boolean
  /** Event type of what a user has done with an item that is left out of their answers [doc: runtime page, 1.12]. */
  readonly leavesOut?: 'Purchase' | 'Watch'
  /** Learns from the Items dataset; items that nobody has interacted with have a place in its models, in rankings the last one. */
  readonly readsItems?: boolean
  /** Recommends items that were put after a training by their metadata, before an update of the model takes them in. */
  readonly placesLateItems?: boolean
  /** Learns from context columns of the Interactions dataset and from the Users dataset, and is asked with a context. */
  readonly readsSituations?: boolean
  /** Name of the trainer in `training/`; absent: described, not trained yet. */
  readonly trainer?: string
}

export const recipeArn = (name: string): string => `arn:aws:personalize:::recipe/${name}`
export const algorithmArn = (name: string): string => `arn:aws:personalize:::algorithm/${name}`
export const featureTransformationArn = (name: string): string => `arn:aws:personalize:::feature-transformation/${name}`
