/**
 * ARNs: `arn:aws:personalize:<region>:<account>:<type>/<path>`. The ARN is the key of a resource, which is why names are
 * unique per account, region and type [control-plane page, section 2]. Recipes have neither region nor account.
 */

export interface Owner {
  readonly account: string
  readonly region: string
}

export interface ArnParts extends Owner {
  /** `campaign`, `dataset`, `solution` … */
  readonly type: string
  /** What follows the type. */
  readonly path: readonly string[]
}

export const arnOf = (owner: Owner, type: string, ...path: readonly string[]): string =>
  `arn:aws:personalize:${owner.region}:${owner.account}:${[type, ...path].join('/')}`

export const parseArn = (arn: string): ArnParts => {
  const [, , , region = '', account = '', ...rest] = arn.split(':')
  const [type = '', ...path] = rest.join(':').split('/')
  return { region, account, type, path }
}

const latest = '/$LATEST'

/** `<solution ARN>/$LATEST` names the newest ACTIVE version of a solution [doc]. Gives the solution's ARN. */
export const solutionOfLatest = (arn: string): string | undefined =>
  arn.endsWith(latest) ? arn.slice(0, -latest.length) : undefined

/** Versions live below their solution. */
export const solutionOfVersion = (arn: string): string => arn.slice(0, arn.lastIndexOf('/'))
