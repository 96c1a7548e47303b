/** Runs the worked examples in the comments of the metrics beside this file. */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const here = new URL('.', import.meta.url)
const files = readdirSync(here).filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))

/** Lines of each `@example`, without the comment's stars and the remarks inside. */
const examplesIn = (source: string): string[] =>
  [...source.matchAll(/@example\n((?: \* (?!@)[^\n]*\n)+)/g)].map(match =>
    match[1]!
      .split('\n')
      .map(line => line.replace(/^ \* ?/, ''))
      .filter(line => line !== '' && !line.startsWith('//'))
      .join('\n'),
  )

for (const file of files) {
  const examples = examplesIn(readFileSync(new URL(file, here), 'utf8'))
  test(`${file}: ${examples.length} worked examples hold`, async () => {
    assert.ok(examples.length > 0)
    const exported: Record<string, unknown> = await import(new URL(file, here).href)
    for (const example of examples)
      assert.equal(
        new Function(...Object.keys(exported), `return (${example})`)(...Object.values(exported)),
        true,
        example,
      )
  })
}
