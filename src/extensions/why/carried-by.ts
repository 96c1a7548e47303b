/**
 * What carried an item, in the form it is shown: the interactions that add to its score or take from it, the largest first,
 * and all else. A share is an amount by the sum of all amounts without their signs: shares without signs add up to 1, and
 * one below 0 speaks against the item.
 */

import type { ExplainedItem } from '../../serving/serving.ts'
import type { Event } from './then.ts'

interface Amount {
  readonly amount: number
  readonly share: number
}

export interface CarryingEvent extends Amount {
  readonly itemId: string
  /** Absent where only the model remembers, from its training. */
  readonly time?: string
  readonly eventType?: string
}

export interface Carried {
  /** Absent for an item that the model never recommends. */
  readonly score?: number
  readonly share?: number
  readonly modelPlace?: number
  readonly candidateCount?: number
  /** Without interactions at training time: scored by the items it is most like. */
  readonly isNew?: true
  readonly events?: readonly CarryingEvent[]
  /** Together, where there are more. */
  readonly otherEvents?: Amount & { readonly count: number }
  readonly popularity?: Amount
  readonly repeat?: Amount
  readonly together?: Amount
  readonly situation?: Amount
  readonly adjusted?: Amount
  readonly parts?: readonly { readonly name: string; readonly weight: number; readonly amount: number }[]
  readonly orderedBy?: ExplainedItem['orderedBy']
}

const shownMax = 25

/** Six decimals: more would be noise of sums. */
export const rounded = (value: number): number => Math.round(value * 1e6) / 1e6

export type SeenEvent = Pick<Event, 'itemId'> & Partial<Event>

/** `events` are those of the history the model was asked with. */
export function carriedBy(explained: ExplainedItem, events: readonly SeenEvent[]): Carried {
  const { score, share, place, candidateCount, isNew, orderedBy, amounts } = explained
  return {
    ...(score !== undefined && { score: rounded(score) }),
    ...(share !== undefined && { share: rounded(share) }),
    ...(place !== undefined && { modelPlace: place }),
    ...(candidateCount !== undefined && { candidateCount }),
    ...(isNew && { isNew }),
    ...(orderedBy && { orderedBy }),
    ...(amounts && amountsOf(amounts, events)),
  }
}

type Amounts = NonNullable<ExplainedItem['amounts']>

function amountsOf(amounts: Amounts, events: readonly SeenEvent[]): Partial<Carried> {
  const { start, repeat, together, situation, adjusted, parts } = amounts
  const own = Array.from(amounts.events, (amount, at) => ({ amount, event: events[at] }))
  const total = [start, repeat, together, situation, adjusted, ...amounts.events].reduce(
    (sum, one) => sum + Math.abs(one),
    0,
  )
  const shown = (amount: number): Amount => ({
    amount: rounded(amount),
    share: total > 0 ? rounded(amount / total) : 0,
  })
  const carrying = own
    .filter(({ amount }) => amount !== 0)
    .sort((one, other) => Math.abs(other.amount) - Math.abs(one.amount))
  const first = carrying.slice(0, shownMax)
  const rest = carrying.slice(shownMax)
  return {
    events: first.flatMap(({ amount, event }) => (event ? [{ ...shownEvent(event), ...shown(amount) }] : [])),
    ...(rest.length > 0 && {
      otherEvents: { count: rest.length, ...shown(rest.reduce((sum, { amount }) => sum + amount, 0)) },
    }),
    ...named({
      popularity: shown(start),
      repeat: shown(repeat),
      together: shown(together),
      situation: shown(situation),
      adjusted: shown(adjusted),
    }),
    ...(parts.length > 0 && { parts: parts.map(part => ({ ...part, amount: rounded(part.amount) })) }),
  }
}

/** What rounds to no share is noise of sums. */
const named = (amounts: Readonly<Record<string, Amount>>): Partial<Carried> =>
  Object.fromEntries(Object.entries(amounts).filter(([, { share }]) => share !== 0))

const shownEvent = ({ itemId, time, eventType }: SeenEvent) => ({
  itemId,
  ...(time !== undefined && { time: new Date(time * 1000).toISOString() }),
  ...(typeof eventType === 'string' && { eventType }),
})
