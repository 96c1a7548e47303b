/** Which use cases leave out what their user has bought or watched [doc: runtime page, 1.12], before a caller's filter and without one. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFilter } from '../../filters/checker.ts'
import { allows } from '../../filters/evaluate.ts'
import { parseFilter } from '../../filters/parser.ts'
import { findRecipe, recipes } from '../../recipes/catalogue.ts'
import { recipeArn } from '../../recipes/recipe.ts'
import { withAutomatic } from './automatic-filter.ts'
import type { FilterUse } from './filtering.ts'

const recipe = (name: string) => {
  const found = findRecipe(recipeArn(name))
  assert.ok(found, name)
  return found
}

const asked = (text: string): FilterUse => {
  const columns = { Items: [{ name: 'PRICE', type: 'int', textual: false }] } as const
  return { filter: checkFilter(parseFilter(text), text, columns), filterValues: {} }
}

/** Of an item of such a price with which the user has had such events. */
function isLeft(name: string, events: readonly string[], text?: string, price = 1): boolean {
  const use = withAutomatic(text === undefined ? undefined : asked(text), recipe(name))
  const request = { values: new Map(), user: undefined, item: undefined }
  return use === undefined || allows(use.filter, { fields: () => price, eventTypes: events }, request)
}

const bought = ['aws-ecomm-customers-who-viewed-x-also-viewed', 'aws-ecomm-recommended-for-you']
const watched = ['aws-vod-because-you-watched-x', 'aws-vod-more-like-x', 'aws-vod-top-picks']

test('two use cases leave out purchases and three what was watched, in any case; no other recipe does', () => {
  const leavingOut = (event: string) => recipes.map(({ name }) => name).filter(name => !isLeft(name, ['view', event]))
  assert.deepEqual(leavingOut('pUrchase').toSorted(), bought)
  assert.deepEqual(leavingOut('WATCH').toSorted(), watched)
  assert.deepEqual(leavingOut('click'), [])
})

test('the filter of the request holds beside it', () => {
  const cheap = 'INCLUDE ItemID WHERE Items.PRICE < 5'
  for (const [names, event] of [
    [bought, 'Purchase'],
    [watched, 'Watch'],
  ] as const) {
    for (const name of names) {
      const left = [isLeft(name, [], cheap), isLeft(name, [], cheap, 9), isLeft(name, [event], cheap)]
      assert.deepEqual(left, [true, false, false], name)
    }
  }
})
