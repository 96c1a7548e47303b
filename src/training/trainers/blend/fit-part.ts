/**
 * Fits one kind of part and gives it the forms of history it is to be asked with. Numbers here are those that held on
 * several public data sets (`docs/decisions/0215-a-blend-chosen-on-held-out-items.md`); which parts and forms are used,
 * and with which weights, is found on each customer's own data.
 */

import type { HistoryForm, Part, PartShape } from '../../../algorithms/blend/params.ts'
import { sparseRows } from '../../../algorithms/closed-form/sparse-rows.ts'
import { fitEase } from '../../../algorithms/ease/fit.ts'
import { easeDefaults } from '../../../algorithms/ease/params.ts'
import { fitCommonUsers } from '../../../algorithms/gf-cf/fit-common-users.ts'
import { fitSpectral } from '../../../algorithms/gf-cf/fit-spectral.ts'
import { discounts } from '../../../algorithms/gf-cf/params.ts'
import type { Histories, ItemRows } from '../../../algorithms/histories.ts'
import { fitReturns } from '../../../algorithms/returns/fit.ts'
import { fitSlit } from '../../../algorithms/slit/fit.ts'
import { slitDefaults } from '../../../algorithms/slit/params.ts'
import { fitFollowers } from '../../../algorithms/transition-rules/fit.ts'
import { priorOf } from '../../../algorithms/transition-rules/prior.ts'
import type { ParameterValues } from '../../parameter-values.ts'
import { rowLengthMax } from '../row-length.ts'
import { bytesLeft, type FitContext, type TrainingMeans } from '../trainer.ts'
import { closedFormSize, spectralDimension } from './candidates.ts'
import type { PartKind } from './choices.ts'

/** Half-life of popularity that follows trends, as a share of all interactions. */
const recencyHalfLifeShare = 0.1
/** `bptt` at its highest means that histories are read as far back as they matter. */
const bpttMax = 32
/** Entries kept of each row of a closed form: 4 KB a row in the model file. */
const closedRowLength = 500
const decayedWindowMax = 50
const flatWindowMax = 1000

export const recencyOf = (values: ParameterValues): number | undefined =>
  values.text(values.has('recency_mask') ? 'recency_mask' : 'apply_recency_bias') === 'true'
    ? recencyHalfLifeShare
    : undefined

function formOf(decay: number, values: ParameterValues): HistoryForm {
  const bptt = values.has('bptt') ? values.number('bptt') : bpttMax
  const windowMax = decay < 1 ? decayedWindowMax : flatWindowMax
  return { decay, window: bptt < bpttMax ? bptt : windowMax }
}

export const nameOf = (kind: PartKind, decay: number): string => (decay < 1 ? `${kind} decay ${decay}` : kind)

export type FittedKind = (decay: number) => Part

/** Throws for the sequence model, which is fitted by itself. */
export async function fitKind(
  kind: PartKind,
  histories: Histories,
  values: ParameterValues,
  context: FitContext,
): Promise<FittedKind> {
  const shape = await shapeOf(kind, histories, values, context)
  return decay => ({ name: nameOf(kind, decay), ...shape(formOf(decay, values)) })
}

/** `docs/decisions/0301-rules-of-rare-items-count-less.md` has the sets on which the shrinkage was compared. */
const followers = { followerWindow: 20, followerDecay: 0.85, followerShrinkage: 40 }

/** Entries kept of each row of the filters over common users. */
const neighbourCountMax = 500

function commonUsers(histories: Histories, discount: number): ItemRows {
  return fitCommonUsers(histories, { discount, countMax: rowLengthMax(histories.itemCount, neighbourCountMax) })
}

const threadsOf = ({ threadCount, deterministic = false }: TrainingMeans) => ({ threadCount, deterministic })

type Shaped = (form: HistoryForm) => PartShape

async function shapeOf(
  kind: PartKind,
  histories: Histories,
  values: ParameterValues,
  context: FitContext,
): Promise<Shaped> {
  const { means } = context
  switch (kind) {
    case 'rules': {
      const followerCountMax = rowLengthMax(histories.itemCount, 300)
      const rows = fitFollowers(histories, { ...followers, followerCountMax })
      return form => ({ shape: 'rows', rows, form })
    }
    case 'slit': {
      const options = { ...slitDefaults, itemCountMax: closedFormSize(kind, means) }
      const rows = sparseRows(await fitSlit(histories, options, threadsOf(means)), closedRowLength)
      return form => ({ shape: 'rows', rows, form })
    }
    case 'ease': {
      const options = { ...easeDefaults, itemCountMax: closedFormSize(kind, means) }
      const rows = sparseRows(await fitEase(histories, options, threadsOf(means)), closedRowLength)
      return form => ({ shape: 'rows', rows, form })
    }
    case 'graph': {
      const rows = commonUsers(histories, discounts.strict)
      return form => ({ shape: 'rows', rows, form })
    }
    case 'crowd': {
      const rows = commonUsers(histories, discounts.mild)
      return form => ({ shape: 'rows', rows, form })
    }
    case 'spectral': {
      const { dimension, inputs, outputs } = await fitSpectral(histories, spectralDimension(histories.itemCount), {
        ...threadsOf(means),
        seed: context.seed,
        byteCountMax: bytesLeft(means),
      })
      return form => ({ shape: 'factors', dimension, inputs, outputs, form })
    }
    case 'returns': {
      const rows = fitReturns(histories)
      return form => ({ shape: 'rows', rows, form })
    }
    case 'prior': {
      const scores = priorOf(histories, recencyOf(values))
      return () => ({ shape: 'prior', scores })
    }
    default:
      throw new Error(`${kind} is not fitted here`)
  }
}
