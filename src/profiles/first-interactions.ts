/** The oldest so many interactions of somebody: what they had done before the rest came. */

import type { FieldValue, InteractionsOfUser } from './profile.ts'

export class FirstInteractions implements InteractionsOfUser {
  readonly count: number
  readonly #all: InteractionsOfUser

  constructor(all: InteractionsOfUser, count: number) {
    this.#all = all
    this.count = Math.min(count, all.count)
  }

  itemAt(at: number): number {
    return this.#all.itemAt(at)
  }

  timeAt(at: number): number {
    return this.#all.timeAt(at)
  }

  eventTypeAt(at: number): string | null {
    return this.#all.eventTypeAt(at)
  }

  eventTypeCodeAt(at: number): number {
    return this.#all.eventTypeCodeAt(at)
  }

  eventValueAt(at: number): number | null {
    return this.#all.eventValueAt(at)
  }

  fieldAt(at: number, column: string): FieldValue {
    return this.#all.fieldAt(at, column)
  }
}
