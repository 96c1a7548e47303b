/** What each recipe is asked for its curve, as data; recipes that decide by the same model are drawn once. */

export interface AskedRecipe {
  readonly recipe: string
  /** By the user, or by the item before the one that is to be found. */
  readonly by: 'user' | 'item'
  /** Recipes whose order comes from the same model. */
  readonly alike: readonly string[]
}

export const askedRecipes: readonly AskedRecipe[] = [
  {
    recipe: 'aws-user-personalization-v2',
    by: 'user',
    alike: [
      ...['aws-user-personalization', 'aws-personalized-ranking', 'aws-personalized-ranking-v2'],
      ...['aws-hrnn', 'aws-hrnn-metadata', 'aws-hrnn-coldstart'],
    ],
  },
  { recipe: 'aws-sims', by: 'item', alike: [] },
  { recipe: 'aws-similar-items', by: 'item', alike: [] },
  { recipe: 'aws-popularity-count', by: 'user', alike: [] },
  { recipe: 'aws-trending-now', by: 'user', alike: [] },
]
