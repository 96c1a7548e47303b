/** A search for the nearest rows by several threads that wait for queries. */

import { siblingModule } from '../base/sibling-module.ts'
import type { NearestRows, RowSearch } from './nearest-rows.ts'
import { openTeam } from './team.ts'

export interface NearestRowsTeam {
  /** One query at a time; see `RowSearch.nearest`. */
  nearest(query: Float32Array, count: number, allowed?: number): Promise<NearestRows>
  close(): Promise<void>
}

/** As many threads as the search was laid out for. */
export async function openNearestRowsTeam(search: RowSearch, memory: WebAssembly.Memory): Promise<NearestRowsTeam> {
  const threadCount = search.layout.threads.length
  const module = siblingModule(import.meta.url, './nearest-rows-thread')
  const team = await openTeam({ module, threadCount, memory, data: search.layout })
  return {
    async nearest(query, count, allowed = 0) {
      const wanted = search.ask(query, count, allowed)
      return search.answer(wanted, (await team.run('nearest', wanted)) as readonly number[])
    },
    close: () => team.close(),
  }
}
