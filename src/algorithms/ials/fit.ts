/**
 * Fits iALS: users given items, items given users, epoch after epoch, on all threads. A row moves a few steps of conjugate
 * gradients from where it was, which costs its interactions × dimension instead of × dimension². An epoch costs 16
 * operations for each interaction, dimension and step.
 */

import { seededRandom } from '../../base/random.ts'
import { siblingModule } from '../../base/sibling-module.ts'
import { openKernels } from '../../kernels/wasm-kernels.ts'
import type { Histories } from '../histories.ts'
import { type FitMeans, runShared } from '../shared-run.ts'
import { allItems, placeRows, rowSums, type SparseRows, transposed, userRows } from '../sparse-matrix.ts'
import { epochsPart } from './epochs-part.ts'
import { ialsBytes, placeSide } from './memory.ts'
import { type IalsOptions, type IalsParams, ialsDefaults } from './params.ts'
import { ridgeOf, unobservedWeightOf } from './ridge.ts'

export interface IalsFit extends FitMeans {
  readonly seed: number
}

export async function fitIals(
  histories: Histories,
  options: IalsOptions = ialsDefaults,
  fit: IalsFit = { threadCount: 1, seed: 1 },
): Promise<IalsParams> {
  const { itemCount, userCount } = histories
  const users = userRows(histories, allItems(itemCount), Number.POSITIVE_INFINITY)
  const items = transposed(users, itemCount)
  const unobservedWeight = options.unobservedWeight ?? unobservedWeightOf(users.columns.length, userCount, itemCount)
  const found = await alternate({ users, items }, { ...options, unobservedWeight }, fit)
  const { dimension, regularisation, frequencyPower } = options
  return {
    ...{ dimension, itemCount, unobservedWeight, regularisation, frequencyPower },
    userVectors: found.users.slice(0, userCount * dimension),
    itemVectors: found.items.slice(0, itemCount * dimension),
  }
}

interface BothSides {
  readonly users: SparseRows
  readonly items: SparseRows
}

interface Vectors {
  readonly users: Float32Array<ArrayBuffer>
  readonly items: Float32Array<ArrayBuffer>
}

async function alternate({ users, items }: BothSides, options: Required<IalsOptions>, fit: IalsFit): Promise<Vectors> {
  const { threadCount, deterministic = false } = fit
  const { dimension, epochCount, stepCount, unobservedWeight } = options
  const counts = { users: users.offsets.length - 1, items: items.offsets.length - 1 }
  const byteCountMax = ialsBytes(counts.users, counts.items, users.columns.length, dimension, threadCount)
  const space = openKernels({ byteCountMax, deterministic })
  const spread = options.startSpread / Math.sqrt(dimension)
  const place = (rows: SparseRows, otherCount: number, seed: number) => {
    const ridges = Float32Array.from(rowSums(rows), sum => ridgeOf(sum, otherCount, options))
    return placeSide(space.arena, placeRows(space.arena, rows), ridges, dimension, threadCount, gaussians(seed, spread))
  }
  const left = place(users, counts.items, fit.seed)
  const right = place(items, counts.users, fit.seed + 1)
  const data = {
    ...{ dimension, epochCount, stepCount, unobservedWeight },
    ...{ users: left.side, items: right.side, workspaces: left.workspaces },
  }
  await runShared(epochsPart, siblingModule(import.meta.url, './epochs-thread'), space, data, fit)
  return { users: Float32Array.from(left.vectors), items: Float32Array.from(right.vectors) }
}

/** Normally distributed numbers, by Box and Muller. */
function gaussians(seed: number, spread: number): () => number {
  const random = seededRandom(seed)
  return () => spread * Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
}
