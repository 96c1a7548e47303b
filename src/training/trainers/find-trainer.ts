/** The trainers there are, by the name a recipe gives. */

import { assert } from '../../base/assert.ts'
import { blendTrainer } from './blend/blend-trainer.ts'
import { coOccurrenceTrainer } from './co-occurrence.ts'
import { popularityTrainer } from './popularity.ts'
import { similarItemsTrainer } from './similar-items.ts'
import type { Trainer } from './trainer.ts'
import { trendingTrainer } from './trending.ts'
import { withItemFacts } from './with-item-facts.ts'

const trainers: readonly Trainer[] = [
  popularityTrainer,
  coOccurrenceTrainer,
  withItemFacts(blendTrainer),
  trendingTrainer,
  similarItemsTrainer,
]

export function findTrainer(name: string): Trainer {
  const trainer = trainers.find(candidate => candidate.name === name)
  assert(trainer, `there is no trainer ${name}`)
  return trainer
}
