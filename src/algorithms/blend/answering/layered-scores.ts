/**
 * The scores of a blend as serving asks for them: for one history after the other the best items, shares and single scores,
 * each at the cost of what it needs. Equal to `scoreCatalogue` in order, and in shares within what `code-search.ts` says.
 */

import type { ContextCodes } from '../../sequence-model/context.ts'
import type { BlendParams } from '../params.ts'
import type { PreparedBlend } from '../prepared/prepare.ts'
import { CodeSearch } from './code-search.ts'
import { HistoryScores } from './history-scores.ts'
import { OrderedSearch } from './ordered-search.ts'
import type { Search } from './search.ts'

export class LayeredScores {
  readonly #history: HistoryScores
  readonly #ordered: OrderedSearch
  readonly #coded: CodeSearch | undefined

  /** `thread`: which of those that answer from what was prepared, from 0. */
  constructor(params: BlendParams, prepared: PreparedBlend, thread = 0) {
    this.#history = new HistoryScores(params, prepared)
    this.#ordered = new OrderedSearch(this.#history)
    this.#coded = prepared.vectors && new CodeSearch(this.#history, prepared, thread)
  }

  /** Beside the parameters. */
  get byteCount(): number {
    return this.#history.byteCount + this.#ordered.byteCount + (this.#coded?.byteCount ?? 0)
  }

  /** Without what threads share. */
  get ownByteCount(): number {
    return this.#history.ownByteCount + this.#ordered.byteCount
  }

  /** What is asked afterwards is about this history. `contexts`: what a sequence model takes beside its items. */
  read(history: ArrayLike<number>, contexts?: ContextCodes): void {
    this.#history.read(history, contexts)
    this.#ordered.reset()
    this.#coded?.reset()
  }

  /** To the log-score of one item, for what is known of the request beside its history. */
  add(item: number, amount: number): void {
    this.#history.overlay.add(item, amount)
  }

  /** As `scoreCatalogue` gives it, but for a number that is the same for all items of a history. */
  scoreOf(item: number): number {
    this.#history.facts?.settle()
    return this.#history.scoreOf(item)
  }

  /** By item what its score is not above. */
  reach(): (item: number) => number {
    this.#history.facts?.settle()
    return this.#history.reach()
  }

  get search(): Search {
    const { facts, hasQueries } = this.#history
    facts?.settle()
    return this.#coded && (hasQueries || facts) ? this.#coded : this.#ordered
  }
}
