/** `node scripts/decision-index.ts`: writes `docs/decisions/README.md` from the titles of the records. */

import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../docs/decisions', import.meta.url))

const titleOf = (path: string): string => {
  const [first = ''] = readFileSync(join(folder, path), 'utf8').split('\n')
  return first.replace(/^#\s*/, '').replace(/^\d{4}\s*[—–:.-]?\s*/, '')
}

const records = globSync('[0-9]*.md', { cwd: folder }).sort()
const rows = records.map(path => `| [${basename(path).slice(0, 4)}](${path}) | ${titleOf(path)} |`)

writeFileSync(
  join(folder, 'README.md'),
  `# Decisions

One page each: the context, the decision in the active voice, what follows from it, good and bad, with the numbers. A record
that no longer holds, or no longer in part, stays and points to the one that replaced it. Records of the founding design are
0001 to 0030; gaps between later numbers mean nothing. A new dependency is such a decision.

| number | decision |
| --- | --- |
${rows.join('\n')}
`,
)
