/**
 * Every recipe, sorted by name, the legacy ones included (`listed: false`). Operations describe from it, training asks
 * it for parameters and trainer, serving for what a request needs. A new recipe is a file beside this and a line here.
 */

import { ecommCustomersWhoViewedXAlsoViewed } from './ecomm-customers-who-viewed-x-also-viewed.ts'
import { ecommFrequentlyBoughtTogether } from './ecomm-frequently-bought-together.ts'
import { ecommPopularItemsByPurchases } from './ecomm-popular-items-by-purchases.ts'
import { ecommPopularItemsByViews } from './ecomm-popular-items-by-views.ts'
import { ecommRecommendedForYou } from './ecomm-recommended-for-you.ts'
import { hrnn } from './hrnn.ts'
import { hrnnColdstart } from './hrnn-coldstart.ts'
import { hrnnMetadata } from './hrnn-metadata.ts'
import { itemAffinity } from './item-affinity.ts'
import { itemAttributeAffinity } from './item-attribute-affinity.ts'
import { nextBestAction } from './next-best-action.ts'
import { personalizedRanking } from './personalized-ranking.ts'
import { personalizedRankingV2 } from './personalized-ranking-v2.ts'
import { popularityCount } from './popularity-count.ts'
import { type Recipe, recipeArn } from './recipe.ts'
import { semanticSimilarity } from './semantic-similarity.ts'
import { similarItems } from './similar-items.ts'
import { sims } from './sims.ts'
import { trendingNow } from './trending-now.ts'
import { userPersonalization } from './user-personalization.ts'
import { userPersonalizationV2 } from './user-personalization-v2.ts'
import { vodBecauseYouWatchedX } from './vod-because-you-watched-x.ts'
import { vodMoreLikeX } from './vod-more-like-x.ts'
import { vodMostPopular } from './vod-most-popular.ts'
import { vodTopPicks } from './vod-top-picks.ts'
import { vodTrendingNow } from './vod-trending-now.ts'

export const recipes: readonly Recipe[] = [
  ecommCustomersWhoViewedXAlsoViewed,
  ecommFrequentlyBoughtTogether,
  ecommPopularItemsByPurchases,
  ecommPopularItemsByViews,
  ecommRecommendedForYou,
  hrnn,
  hrnnColdstart,
  hrnnMetadata,
  itemAffinity,
  itemAttributeAffinity,
  nextBestAction,
  personalizedRanking,
  personalizedRankingV2,
  popularityCount,
  semanticSimilarity,
  similarItems,
  sims,
  trendingNow,
  userPersonalization,
  userPersonalizationV2,
  vodBecauseYouWatchedX,
  vodMoreLikeX,
  vodMostPopular,
  vodTopPicks,
  vodTrendingNow,
]

const recipesByArn: ReadonlyMap<string, Recipe> = new Map(recipes.map(recipe => [recipeArn(recipe.name), recipe]))

export const findRecipe = (arn: string): Recipe | undefined => recipesByArn.get(arn)
