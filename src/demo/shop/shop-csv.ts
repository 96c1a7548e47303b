/** The shop as the three CSV files an import reads, in blocks of text, and the schemas that describe them. */

import { type Interaction, interactionsOf } from './interactions.ts'
import { itemAt } from './items.ts'
import type { ShopPlan } from './shop-plan.ts'
import { userAt } from './users.ts'

export type ShopFile = 'interactions' | 'items' | 'users'

const string = 'string'
const nullable = (type: string) => ['null', type]

const schema = (name: string, fields: readonly object[]): string =>
  JSON.stringify({ type: 'record', name, namespace: 'com.amazonaws.personalize.schema', fields, version: '1.0' })

export const shopSchemas: Readonly<Record<ShopFile, string>> = {
  interactions: schema('Interactions', [
    { name: 'USER_ID', type: string },
    { name: 'ITEM_ID', type: string },
    { name: 'TIMESTAMP', type: 'long' },
    { name: 'EVENT_TYPE', type: string },
    { name: 'IMPRESSION', type: nullable(string) },
  ]),
  items: schema('Items', [
    { name: 'ITEM_ID', type: string },
    { name: 'TITLE', type: nullable(string) },
    { name: 'CATEGORY', type: nullable(string), categorical: true },
    { name: 'PRICE', type: nullable('float') },
    { name: 'CREATION_TIMESTAMP', type: 'long' },
    { name: 'DESCRIPTION', type: nullable(string), textual: true },
  ]),
  users: schema('Users', [
    { name: 'USER_ID', type: string },
    { name: 'MEMBERSHIP', type: nullable(string), categorical: true },
    { name: 'AGE', type: nullable('int') },
  ]),
}

const blockCharacters = 256 * 1024

function* inBlocks(header: string, lines: Iterable<string>): Generator<string> {
  let block = `${header}\n`
  for (const line of lines) {
    block += line
    if (block.length < blockCharacters) continue
    yield block
    block = ''
  }
  yield block
}

const interactionLine = ({ userId, itemId, timestamp, eventType, impression }: Interaction): string =>
  `${userId},${itemId},${timestamp},${eventType},${impression}\n`

function* interactionLines(plan: ShopPlan): Generator<string> {
  for (const interaction of interactionsOf(plan)) yield interactionLine(interaction)
}

function* itemLines(plan: ShopPlan): Generator<string> {
  for (let item = 0; item < plan.itemCount; item++) {
    const { itemId, title, category, price, createdAt, description } = itemAt(plan, item)
    yield `${itemId},${title},${category},${price},${createdAt},"${description}"\n`
  }
}

function* userLines(plan: ShopPlan): Generator<string> {
  for (let user = 0; user < plan.userCount; user++) {
    const { userId, membership, age } = userAt(plan, user)
    yield `${userId},${membership},${age}\n`
  }
}

export function shopCsv(file: ShopFile, plan: ShopPlan): Generator<string> {
  if (file === 'interactions')
    return inBlocks('USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,IMPRESSION', interactionLines(plan))
  if (file === 'items') {
    return inBlocks('ITEM_ID,TITLE,CATEGORY,PRICE,CREATION_TIMESTAMP,DESCRIPTION', itemLines(plan))
  }
  return inBlocks('USER_ID,MEMBERSHIP,AGE', userLines(plan))
}
