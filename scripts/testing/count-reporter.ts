/**
 * A reporter for node's test runner that writes one line of JSON: the counts of the whole run. Suites are not counted;
 * a cancelled test counts as failed. The runner hands over a summary per file as well, which names its file.
 */

import type { TestEvent } from 'node:test/reporters'

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

// biome-ignore lint/style/noDefaultExport: the test runner takes a reporter from the default export of its module.
export default async function* countReporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue
    const { tests, passed, skipped, todo } = event.data.counts
    const left = skipped + todo
    yield `${JSON.stringify({ passed, failed: tests - passed - left, skipped: left } satisfies Counts)}\n`
  }
}
