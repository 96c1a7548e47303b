/**
 * The header `x-attune-why: true` of a request for recommendations or a ranking: the answer, its body untouched, has a header
 * of the same name with what carried its first items, short and in JSON, and where the rest is told. Worked out before the
 * answer goes, so such a request takes longer; others are not touched by it.
 */

import type { OperationContext } from '../../operations/context.ts'
import { header, type RequestHead } from '../../wire/request.ts'
import { explainItems, type Why } from './explain-items.ts'
import { thenOf } from './then.ts'
import { ownAnswer, whyPath } from './why.ts'

const name = 'x-attune-why'

/** Clients take 8 to 16 KB for all headers together. */
const headerBytesMax = 2048
const itemsMax = 5
const eventsMax = 3

/** Undefined, without a wait, for all who do not ask. */
export function whyHeader(
  request: RequestHead,
  output: unknown,
  context: OperationContext,
): Promise<Readonly<Record<string, string>>> | undefined {
  if (header(request, name)?.toLowerCase() !== 'true') return undefined
  const id = (output as { readonly recommendationId?: unknown } | undefined)?.recommendationId
  return typeof id === 'string' ? headerFor(id, context) : undefined
}

/** An answer is not refused because it cannot be explained. */
async function headerFor(id: string, context: OperationContext): Promise<Readonly<Record<string, string>>> {
  try {
    const given = await ownAnswer(id, context)
    const then = given && (await thenOf(given, context))
    if (!then) return {}
    const items = await explainItems(then, then.given.itemIds.slice(0, itemsMax))
    return { [name]: fitting(`${whyPath}?recommendationId=${id}`, items.map(short)) }
  } catch (error) {
    context.log.error({ err: error, requestId: context.requestId }, 'could not say why in a header')
    return {}
  }
}

function short({ itemId, events, orderedBy, promotion, exploration }: Why) {
  return {
    itemId,
    ...(events && { carriedBy: carrying(events) }),
    ...(orderedBy && { orderedBy }),
    ...(promotion && { promotion: promotion.name }),
    ...(exploration?.isExplored && { isExplored: true }),
  }
}

const carrying = (events: NonNullable<Why['events']>) =>
  events
    .filter(({ share }) => share > 0)
    .slice(0, eventsMax)
    .map(event => ({ itemId: event.itemId, share: event.share }))

/** As many of the items as there is room for; headers are ASCII. */
export function fitting(why: string, items: readonly object[]): string {
  for (let count = items.length; count > 0; count--) {
    const text = ascii(JSON.stringify({ why, items: items.slice(0, count) }))
    if (text.length <= headerBytesMax) return text
  }
  return JSON.stringify({ why, items: [] })
}

/** JSON stays the same JSON. */
const ascii = (json: string): string =>
  json.replace(/[\u007f-\uffff]/g, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
