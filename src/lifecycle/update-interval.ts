/**
 * Which recipes bring a deployed version up to date between trainings, and how often: user personalization every two hours
 * with new items and interactions [doc: control-plane page, 9.6], trends by the length of their time steps, and where these are
 * longer, every two hours as well [doc: runtime page, 5.5].
 */

import type { Settings } from '../config.ts'
import { findRecipe } from '../recipes/catalogue.ts'
import type { JobOrder } from './new-job.ts'

export type UpdateSettings = Pick<Settings, 'updateIntervalMs'>

export interface UpdatedBody {
  readonly recipeArn?: string | undefined
  readonly solutionConfig?: { readonly featureTransformationParameters?: Readonly<Record<string, string>> } | undefined
}

const everyTwoHours: readonly string[] = [
  'aws-user-personalization',
  'aws-user-personalization-v2',
  'aws-ecomm-recommended-for-you',
  'aws-vod-top-picks',
]

const trends: readonly string[] = ['aws-trending-now', 'aws-vod-trending-now']

const unitMs: Readonly<Record<string, number>> = { minutes: 60_000, hour: 3_600_000, hours: 3_600_000, day: 86_400_000 }

/** `30 minutes`, `1 day`: the values of trend_discovery_frequency. */
const durationMs = (text: string): number => {
  const [count, unit = ''] = text.split(' ')
  return Number(count) * (unitMs[unit] ?? Number.NaN)
}

/** Undefined for recipes that stay as they were trained, and where the setting says so. */
export function updateIntervalMs(
  { recipeArn = '', solutionConfig }: UpdatedBody,
  { updateIntervalMs }: UpdateSettings,
): number | undefined {
  if (updateIntervalMs === 0) return undefined
  const recipe = findRecipe(recipeArn)
  if (recipe === undefined) return undefined
  if (everyTwoHours.includes(recipe.name)) return updateIntervalMs
  if (!trends.includes(recipe.name)) return undefined
  const name = 'trend_discovery_frequency'
  const given = solutionConfig?.featureTransformationParameters?.[name]
  const stepMs = durationMs(given ?? recipe.parameters.find(parameter => parameter.name === name)?.default ?? '2 hours')
  return Math.min(stepMs, updateIntervalMs)
}

/** Looks at the version when the interval is over. */
export const updating = (versionArn: string, delayMs: number): JobOrder => ({
  kind: 'schedule-update',
  resource: versionArn,
  subject: `${versionArn}#updates`,
  delayMs,
})

/** For a new version. */
export const updatesOf = (versionArn: string, body: UpdatedBody, settings: UpdateSettings): readonly JobOrder[] => {
  const intervalMs = updateIntervalMs(body, settings)
  return intervalMs === undefined ? [] : [updating(versionArn, intervalMs)]
}
