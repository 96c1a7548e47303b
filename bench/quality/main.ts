/**
 * Accuracy of the trained recipes on public data sets, straight through the training code: the documented split with the
 * documented metrics, and beneath it the protocol that the recorded outputs of the matched service reveal. Seed, sizes
 * and times are printed; nothing is tuned here.
 *
 *     node bench/quality/main.ts [--data DIR] [--sets ml-100k,ml-1m] [--recipes aws-sims,…] [--seeds 1,2,3]
 */

import { parseArgs } from 'node:util'
import { recipes } from '../../src/recipes/catalogue.ts'
import { loadSet } from './load-set.ts'
import { type Measured, measure } from './measure.ts'

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.ATTUNE_DATA_SETS ?? '../shared/data' },
    sets: { type: 'string', default: 'ml-100k,ml-1m' },
    recipes: { type: 'string' },
    seeds: { type: 'string', default: '1' },
  },
})

const wanted = options.recipes?.split(',')
const trained = recipes.filter(({ name, trainer }) => trainer !== undefined && (wanted?.includes(name) ?? true))
const seeds = options.seeds.split(',').map(Number)

const columns = [
  ['MRR@25', 'mean_reciprocal_rank_at_25'],
  ['NDCG@5', 'normalized_discounted_cumulative_gain_at_5'],
  ['NDCG@10', 'normalized_discounted_cumulative_gain_at_10'],
  ['NDCG@25', 'normalized_discounted_cumulative_gain_at_25'],
  ['P@5', 'precision_at_5'],
  ['P@10', 'precision_at_10'],
  ['P@25', 'precision_at_25'],
  ['coverage', 'coverage'],
] as const

const mean = (all: readonly Measured[], pick: (one: Measured) => number): number =>
  all.reduce((sum, one) => sum + pick(one), 0) / all.length

const line = (label: string, cells: readonly string[]): void =>
  console.log(label.padEnd(40) + cells.map(cell => cell.padStart(9)).join(''))

for (const set of options.sets.split(',')) {
  const snapshot = await loadSet(`${options.data}/${set}/interactions.csv.gz`)
  const { userCount, itemCount, items } = snapshot.histories
  console.log(`\n${set}: ${userCount} users, ${itemCount} items, ${items.length} interactions; seeds ${options.seeds}`)
  line('', [...columns.map(([title]) => title), 'fit ms'])
  for (const recipe of trained) {
    const all: Measured[] = []
    for (const seed of seeds) all.push(await measure(recipe, snapshot, seed))
    const time = String(Math.round(mean(all, ({ fitMs }) => fitMs)))
    const row = (protocol: 'documented' | 'recorded') =>
      columns.map(([, key]) => mean(all, one => one[protocol][key] ?? Number.NaN).toFixed(4))
    line(recipe.name, [...row('documented'), time])
    line('  as recorded (last item)', row('recorded'))
  }
}
console.log(`\nNode ${process.version}, ${process.platform} ${process.arch}`)
