/**
 * From the ARN in a runtime request to the model that answers it. What is unknown, of another account or region, or not
 * ACTIVE does not answer [runtime page, 3.10]; the words are those clients of the runtime know.
 */

import { assert } from '../../base/assert.ts'
import type { Settings } from '../../config.ts'
import { ApiError, invalidInput } from '../../contract/errors.ts'
import type { TrainingDataConfig } from '../../datasets/item-columns.ts'
import { findRecipe } from '../../recipes/catalogue.ts'
import { type EventSelection, eventRulesOf } from '../../recipes/event-rules.ts'
import type { Recipe, RecipeType } from '../../recipes/recipe.ts'
import { type CampaignBody, campaign } from '../../resources/campaign.ts'
import type { EventRule } from '../../resources/event-rule.ts'
import type { SolutionVersionBody } from '../../resources/solution-version.ts'
import type { ArtifactReference } from '../../serving/serving.ts'
import { bodyOf } from '../../storage/body-of.ts'
import type { OperationContext } from '../context.ts'
import { findIfAny } from '../finding.ts'

export interface Deployed {
  readonly campaignArn: string
  readonly versionArn: string
  readonly artifact: ArtifactReference
  readonly recipe: Recipe
  /** Which interactions its solution trains on. */
  readonly eventRules: readonly EventRule[]
  /** ARN of the dataset group. */
  readonly group: string
  /** Answers can carry metadata: switched on, or of a recipe that has it on without asking [doc: runtime page, 3.8]. */
  readonly hasMetadata: boolean
  /** Which columns its solution trains on. */
  readonly trainingDataConfig: TrainingDataConfig
  /** Of recipes that explore. */
  readonly exploration?: ExplorationSettings
}

export interface ExplorationSettings {
  readonly weight: number
  readonly itemAgeDaysMax: number
}

const unanswered = (message: string): ApiError => new ApiError('ResourceNotFoundException', message)

export const unknownArn = (arn: string): ApiError => unanswered(`Resource Arn ${arn} does not exist.`)

export async function deployedBy(
  campaignArn: string,
  { records, caller, settings }: OperationContext,
): Promise<Deployed> {
  const record = await findIfAny(records, caller, campaign, campaignArn)
  if (!record) throw unknownArn(campaignArn)
  if (record.status !== 'ACTIVE') throw unanswered(`Resource Arn ${campaignArn} has status ${record.status}.`)
  const { deployedVersionArn = '', campaignConfig } = bodyOf<CampaignBody>(record)
  const version = await records.get(deployedVersionArn)
  assert(version, `an ACTIVE campaign has a deployed version: ${campaignArn}`)
  const { recipeArn = '', artifact } = bodyOf<SolutionVersionBody>(version)
  const recipe = findRecipe(recipeArn)
  assert(recipe && artifact, `a deployed version has a recipe and a model: ${deployedVersionArn}`)
  const exploration = explorationOf(recipe, campaignConfig?.itemExplorationConfig, settings)
  return {
    recipe,
    campaignArn,
    versionArn: deployedVersionArn,
    artifact: artifact as ArtifactReference,
    eventRules: eventRulesOf(recipe, bodyOf<EventSelection>(version)).rules,
    trainingDataConfig: trainingDataConfigOf(bodyOf<SolutionVersionBody>(version)),
    group: record.group ?? '',
    hasMetadata: recipe.metadataByItself || campaignConfig?.enableMetadataWithRecommendations === true,
    ...(exploration && { exploration }),
  }
}

/** AutoML reads nothing of the configuration but its own part [doc]. */
export const trainingDataConfigOf = ({ performAutoML, solutionConfig }: SolutionVersionBody): TrainingDataConfig =>
  (!performAutoML && solutionConfig?.trainingDataConfig) || {}

/** Defaults of the guide [doc: runtime page, 5.1]. The second version explores without being configured [sample]. */
const explorationDefault = { explorationWeight: '0.3', explorationItemAgeCutOff: '30' }

/** Values travel as text. */
function explorationOf(
  { name, supportsExploration }: Recipe,
  config: Readonly<Record<string, string>> = {},
  { explorationWeightV2 }: Settings,
): ExplorationSettings | undefined {
  const given = { ...explorationDefault, ...config }
  const itemAgeDaysMax = Number(given.explorationItemAgeCutOff)
  if (supportsExploration) return { weight: Number(given.explorationWeight), itemAgeDaysMax }
  if (name !== 'aws-user-personalization-v2' || explorationWeightV2 === 0) return undefined
  return { weight: explorationWeightV2, itemAgeDaysMax: Number(explorationDefault.explorationItemAgeCutOff) }
}

/** Exactly one must be named. Recommenders are of a later version, so none exists. */
export function campaignNamed(given: { readonly campaignArn?: string; readonly recommenderArn?: string }): string {
  const { campaignArn, recommenderArn } = given
  if (campaignArn !== undefined && recommenderArn !== undefined) {
    throw invalidInput('Give either campaignArn or recommenderArn, not both.')
  }
  if (recommenderArn !== undefined) throw unknownArn(recommenderArn)
  if (campaignArn === undefined) throw invalidInput('campaignArn or recommenderArn is required.')
  return campaignArn
}

/** Which operation a campaign of a recipe answers. Segments come from batch jobs, so nothing answers them here. */
const operationOf: Partial<Record<RecipeType, string>> = {
  USER_PERSONALIZATION: 'GetRecommendations',
  POPULAR_ITEMS: 'GetRecommendations',
  RELATED_ITEMS: 'GetRecommendations',
  PERSONALIZED_RANKING: 'GetPersonalizedRanking',
  PERSONALIZED_ACTIONS: 'GetActionRecommendations',
}

export function mustAnswer(operation: string, { name, recipeType }: Recipe): void {
  const right = operationOf[recipeType]
  if (right !== operation) throw invalidInput(`${operation} does not serve the recipe ${name}; call ${right} instead.`)
}

/** An empty id is a missing one [inferred: runtime page, 3.4]. */
export function required(member: 'userId' | 'itemId', id: string | undefined, recipe: Recipe): void {
  if (recipe[member] === 'required' && !id) throw invalidInput(`${member} is required for the recipe ${recipe.name}.`)
}
