/**
 * Quotas: how many of a kind may exist or be under way, per account and region or per dataset group. The defaults are the
 * service's [doc: control-plane page, section 6]; each is a setting and `quotas=unlimited` lifts them all. The two texts
 * are the service's for import jobs and campaigns [doc], reused for the other counters [inferred].
 */

import type { SettingName, Settings } from '../config.ts'
import { limitExceeded } from '../contract/errors.ts'
import type { Resource, ResourceKind } from '../resources/resource.ts'
import { creating, existing } from '../resources/status.ts'
import type { RecordReader } from '../storage/records.ts'
import type { OperationContext } from './context.ts'

interface Quota {
  readonly setting: Extract<SettingName, `quota${string}`>
  readonly per: 'region' | 'group'
  /** Which ones count. Absent: all, for resources without a status. */
  readonly statuses?: readonly string[]
}

const quotas: Partial<Record<ResourceKind, Quota>> = {
  schema: { setting: 'quotaSchemas', per: 'region' },
  'dataset-group': { setting: 'quotaDatasetGroups', per: 'region', statuses: existing },
  'dataset-import-job': { setting: 'quotaImportJobs', per: 'region', statuses: creating },
  // The service refuses too many of them with this error, but does not say how many that is: as for imports [inferred].
  'dataset-export-job': { setting: 'quotaExportJobs', per: 'region', statuses: creating },
  'solution-version': { setting: 'quotaSolutionVersions', per: 'region', statuses: creating },
  solution: { setting: 'quotaSolutions', per: 'group', statuses: existing },
  campaign: { setting: 'quotaCampaigns', per: 'group', statuses: existing },
  filter: { setting: 'quotaFilters', per: 'group', statuses: existing },
}

const textOf = (resource: Resource, quota: Quota, max: number): string =>
  quota.statuses === creating
    ? `More than ${max} resources with PENDING or IN_PROGRESS status.`
    : `Cannot create a ${resource.words}. More than ${max} resources in ACTIVE state. Please delete some and try again.`

const maxOf = (settings: Settings, quota: Quota): number => {
  const value = settings.quotas === 'unlimited' ? Number.POSITIVE_INFINITY : settings[quota.setting]
  return Number(value)
}

/** Throws LimitExceededException when one more would be too many. */
export const checkQuota = async (
  read: RecordReader,
  resource: Resource,
  group: string | null,
  { caller, settings }: Pick<OperationContext, 'caller' | 'settings'>,
): Promise<void> => {
  const quota = quotas[resource.kind]
  if (!quota) return
  const max = maxOf(settings, quota)
  const count = await read.count({
    kind: resource.kind,
    account: caller.account,
    region: caller.region,
    ...(quota.statuses ? { statuses: quota.statuses } : {}),
    ...(quota.per === 'group' && group !== null ? { group } : {}),
  })
  if (count >= max) throw limitExceeded(textOf(resource, quota, max))
}
