/**
 * What a campaign may deploy and how [control-plane page, sections 4.7 and 12.1]. `<solution ARN>/$LATEST` resolves to the
 * newest ACTIVE version at once; a campaign that synchronises is moved on by later versions (lifecycle/synchronise-job.ts).
 */

import { invalidInput, notFound } from '../contract/errors.ts'
import type { Static } from '../contract/shape.ts'
import type { Wanted } from '../lifecycle/begin-update.ts'
import { type Owner, solutionOfLatest } from '../resources/arn.ts'
import type { CampaignBody, CampaignConfig } from '../resources/campaign.ts'
import { solution } from '../resources/solution.ts'
import { solutionVersion } from '../resources/solution-version.ts'
import { creating, existing } from '../resources/status.ts'
import { bodyOf } from '../storage/body-of.ts'
import type { RecordReader, ResourceRecord } from '../storage/records.ts'
import { find, mustHaveStatus, wrongStatus } from './finding.ts'
import { datasetOfType } from './group-data.ts'
import { groupOf, latestVersion, recipeOf } from './versions.ts'

type Config = Static<typeof CampaignConfig>

export const isLatest = (arn: string): boolean => solutionOfLatest(arn) !== undefined

const latestActive = async (read: RecordReader, caller: Owner, arn: string, solutionArn: string) => {
  const record = await find(read, caller, solution, solutionArn)
  const active = await latestVersion(read, record, ['ACTIVE'])
  if (active) return active
  const awaited = await latestVersion(read, record, creating)
  throw awaited ? wrongStatus(awaited) : notFound(solutionVersion.words, arn)
}

/** A bare solution ARN names no version, hence "not found" [sample]. */
export const versionToDeploy = async (read: RecordReader, caller: Owner, arn: string): Promise<ResourceRecord> => {
  const solutionArn = solutionOfLatest(arn)
  const version =
    solutionArn === undefined
      ? await find(read, caller, solutionVersion, arn)
      : await latestActive(read, caller, arn, solutionArn)
  mustHaveStatus(version, ['ACTIVE'])
  mustHaveStatus(await find(read, caller, solution, version.parent ?? ''), existing)
  return version
}

const isNumberFrom = (text: string, min: number, max: number): boolean =>
  text.trim() !== '' && Number(text) >= min && Number(text) <= max

/** Keys, and the smallest and largest value [doc: runtime page, 5.1]. Values are text. */
const explorationRanges: Readonly<Record<string, readonly [number, number]>> = {
  explorationWeight: [0, 1],
  explorationItemAgeCutOff: [1, Number.MAX_VALUE],
}

const rangeText = ([min, max]: readonly [number, number]): string =>
  max === Number.MAX_VALUE ? `of ${min} or more` : `from ${min} to ${max}`

/** Recipes that do not explore ignore the map, which is kinder than refusing [inferred]. */
const checkExploration = (version: ResourceRecord, settings: Readonly<Record<string, string>>): void => {
  if (!recipeOf(version)?.supportsExploration) return
  for (const [key, value] of Object.entries(settings)) {
    const range = explorationRanges[key]
    if (!range)
      throw invalidInput(
        `itemExplorationConfig has no setting ${key}; there are ${Object.keys(explorationRanges).join(' and ')}.`,
      )
    if (!isNumberFrom(value, ...range)) throw invalidInput(`${key} must be a number ${rangeText(range)}, not ${value}.`)
  }
}

const checkRankingInfluence = (version: ResourceRecord, config: Config): void => {
  const recipe = recipeOf(version)
  if (config.rankingInfluence === undefined || recipe?.name === 'aws-semantic-similarity') return
  throw invalidInput(`rankingInfluence is for aws-semantic-similarity only, not for ${recipe?.name}.`)
}

const checkMetadata = async (read: RecordReader, version: ResourceRecord, config: Config): Promise<void> => {
  if (!config.enableMetadataWithRecommendations) return
  if (await datasetOfType(read, await groupOf(read, version), 'ITEMS')) return
  throw invalidInput('enableMetadataWithRecommendations needs an Items dataset in the dataset group.')
}

const checkServable = (version: ResourceRecord): void => {
  const recipe = recipeOf(version)
  if (recipe?.recipeType !== 'USER_SEGMENTATION') return
  throw invalidInput(`${recipe.name} is for batch segment jobs; its versions cannot be deployed.`)
}

/** `followsLatest`: the version is or was named by `/$LATEST`, without which a campaign cannot synchronise [doc]. */
export const checkCampaignConfig = async (
  read: RecordReader,
  version: ResourceRecord,
  config: Config = {},
  followsLatest: boolean,
): Promise<void> => {
  checkServable(version)
  if (config.syncWithLatestSolutionVersion && !followsLatest) {
    throw invalidInput('syncWithLatestSolutionVersion needs a solutionVersionArn of the form <solution ARN>/$LATEST.')
  }
  checkExploration(version, config.itemExplorationConfig ?? {})
  checkRankingInfluence(version, config)
  await checkMetadata(read, version, config)
}

export interface SentUpdate {
  readonly solutionVersionArn?: string
  readonly minProvisionedTPS?: number
  readonly campaignConfig?: Config
}

/**
 * The values a campaign is to have: those sent, and its own where nothing was sent [sample: updates are patches]. It may move to
 * a version of another solution: the guide tells of campaigns switched from one recipe to another [doc: control-plane
 * page, 12.1], and the recipe of a solution never changes.
 */
export const wantedOf = async (read: RecordReader, record: ResourceRecord, sent: SentUpdate): Promise<Wanted> => {
  const own = bodyOf<CampaignBody>(record)
  const version = await versionToDeploy(read, record, sent.solutionVersionArn ?? own.solutionVersionArn)
  if (version.group !== record.group) {
    throw invalidInput('A campaign can only deploy versions of its own dataset group.')
  }
  const campaignConfig = sent.campaignConfig ?? own.campaignConfig
  const follows = sent.solutionVersionArn
    ? isLatest(sent.solutionVersionArn)
    : own.campaignConfig?.syncWithLatestSolutionVersion
  await checkCampaignConfig(read, version, campaignConfig, follows ?? false)
  const minProvisionedTPS = sent.minProvisionedTPS ?? own.minProvisionedTPS
  return { solutionVersionArn: version.arn, minProvisionedTPS, campaignConfig }
}
