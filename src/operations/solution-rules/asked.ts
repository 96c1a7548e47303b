/** Everything the rules look at: what was asked, of which recipe, over which data. */

import type { Static } from '../../contract/shape.ts'
import type { DatasetSchema } from '../../datasets/dataset-schema.ts'
import type { Recipe } from '../../recipes/recipe.ts'
import type { DatasetTypeName } from '../../resources/dataset.ts'
import type { SolutionConfig } from '../../resources/solution-config.ts'

export type Config = Static<typeof SolutionConfig>

/** Schemas of the datasets that the group has. */
export type Schemas = Partial<Record<DatasetTypeName, DatasetSchema>>

export interface Asked {
  readonly recipe: Recipe
  readonly schemas: Schemas
  readonly config: Config
  readonly eventType?: string | undefined
  readonly performHPO?: boolean | undefined
  readonly performIncrementalUpdate?: boolean | undefined
}

/** What is looked at where AutoML is to find the recipe. */
export type Unchosen = Pick<Asked, 'config' | 'performIncrementalUpdate'> & { readonly recipe: undefined }

export type Rule = (asked: Asked) => void

export const hasColumn = (schema: DatasetSchema | undefined, name: string): boolean =>
  schema?.columns.some(column => column.name === name) ?? false
