/**
 * `node scripts/settings-page.ts [--check]`: writes `docs/reference/settings.md` from the list in `src/config.ts`, which is
 * also what flags, variables and `--help` come from. With `--check` nothing is written; the page must already say that.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { flagOf, variableOf } from '../src/cli/setting-names.ts'
import { type Setting, settings } from '../src/config.ts'

const path = fileURLToPath(new URL('../docs/reference/settings.md', import.meta.url))

const headings = {
  server: 'Server',
  identity: 'Identity',
  storage: 'Storage',
  behaviour: 'Behaviour',
  quotas: 'Quotas',
  work: 'Work',
  testing: 'Testing',
} as const satisfies Record<Setting['group'], string>

const bounds = (setting: Setting): string => {
  if (setting.type === 'switch') return 'true, false'
  if (setting.type === 'text') return setting.match ? `\`${setting.match.source.replaceAll('|', '\\|')}\`` : 'any text'
  return `${setting.min} to ${setting.max}`
}

const shown = (setting: Setting): string => (setting.default === '' ? 'empty' : `\`${setting.default}\``)

const row = ([name, setting]: [string, Setting]): string =>
  `| \`${name}\` | \`${flagOf(name)}\` | \`${variableOf(name)}\` | ${shown(setting)} | ${bounds(setting)} | ${setting.meaning} |`

const section = (group: Setting['group']): string => {
  const entries = Object.entries(settings as Record<string, Setting>).filter(([, setting]) => setting.group === group)
  return [
    `## ${headings[group]}\n`,
    '| in the file | flag | variable | default | allowed | meaning |',
    '| --- | --- | --- | --- | --- | --- |',
    ...entries.map(row),
  ].join('\n')
}

const page = `# Settings

Written by \`node scripts/settings-page.ts\` from \`src/config.ts\`; \`attune serve --help\` says the same. Of several places
the first that names a setting wins: flag, environment variable, configuration file, default.

The configuration file is JSON: the one named by \`--config\` or \`ATTUNE_CONFIG\`, else \`attune.json\` in the data directory,
else \`attune.json\` in the working directory. It holds settings under the names of the first column, and two more members:

\`\`\`json
{
  "stateDelayMs": 0,
  "s3Endpoint": "http://127.0.0.1:9000",
  "s3": { "region": "us-east-1", "accessKeyId": "…", "secretAccessKey": "…" },
  "roles": {
    "arn:aws:iam::000000000000:role/readers": { "accessKeyId": "…", "secretAccessKey": "…", "buckets": ["shop"] }
  }
}
\`\`\`

\`s3\` holds the server's own credentials for the S3 endpoint; without it the SDK's own chain is asked (environment, profile,
instance). \`roles\` maps the role of a request to credentials (keys, or the name of a \`profile\`) and to the buckets it may
use; a role that is not listed uses the server's own and any bucket. \`ATTUNE_ACCESS_KEY_ID\` and
\`ATTUNE_SECRET_ACCESS_KEY\` together give a key pair of the account, in place of the one a fresh data directory generates.

${(Object.keys(headings) as Setting['group'][]).map(section).join('\n\n')}
`

if (!process.argv.includes('--check')) writeFileSync(path, page)
else if (readFileSync(path, 'utf8') !== page) {
  console.error('docs/reference/settings.md is not what src/config.ts says. Run: node scripts/settings-page.ts')
  process.exitCode = 1
}
