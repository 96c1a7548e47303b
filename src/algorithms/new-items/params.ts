/** Where items that nobody has interacted with stand: each by the known items it is most like. */

import type { ItemRows } from '../histories.ts'

export interface NewItemsParams {
  /** Item indices without interactions. */
  readonly items: Uint32Array<ArrayBuffer>
  /** Row for each of them: known items with their shares, which sum to 1. */
  readonly neighbours: ItemRows
}
