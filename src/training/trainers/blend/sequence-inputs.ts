/**
 * What the sequence model is told beside items, of the data at hand: event types, the time since the interaction before, context
 * columns. Columns of codes for a fit, and the codes of one history for an answer, as `serving/input-codes.ts` makes them of
 * a profile.
 */

import type { EventFacts } from '../../../algorithms/event-facts.ts'
import { type Histories, placeRead } from '../../../algorithms/histories.ts'
import {
  type ContextCodes,
  type ContextColumn,
  timeGapCodes,
  timeGapColumn,
} from '../../../algorithms/sequence-model/context.ts'
import { codeCountOf, gapColumn, type InputColumn, inputKey } from '../../../algorithms/sequence-model/input-columns.ts'
import { couldTell } from '../../../algorithms/sequence-model/input-evidence.ts'
import type { FeatureNames, SituationPlace, Situations } from '../../../algorithms/situations.ts'
import type { FitContext } from '../trainer.ts'

export interface SequenceInput {
  readonly column: InputColumn
  /** Of an interaction by the place it was read at; gaps follow from times. */
  readonly codeAt: (place: number) => number
}

export interface SequenceInputs {
  readonly inputs: readonly SequenceInput[]
  readonly times: Float64Array<ArrayBuffer>
}

/** A column of more values is a name rather than a kind; lifts may still tell them apart. */
const valueCountMax = 1000

/** `isUsed`: by the key of a column. Undefined where nothing is known. */
export function inputsOf(
  { events, situations }: Pick<FitContext, 'events' | 'situations'>,
  isUsed: (key: string) => boolean = () => true,
): SequenceInputs | undefined {
  if (events === undefined) return undefined
  const all = [...typesOf(events), { column: gapColumn, codeAt: () => 0 }, ...contextsOf(situations)]
  const inputs = all.filter(({ column }) => isUsed(inputKey(column)) && column.values.length <= valueCountMax)
  return inputs.length > 0 ? { inputs, times: events.times } : undefined
}

function typesOf({ types }: EventFacts): readonly SequenceInput[] {
  if (types === undefined) return []
  const { values, codes } = types
  const column: InputColumn = { of: 'event-type', name: 'EVENT_TYPE', kind: 'category', borders: [], values }
  return [{ column, codeAt: place => codes[place]! }]
}

function contextsOf(situations: Situations | undefined): readonly SequenceInput[] {
  if (situations === undefined) return []
  const { columns, contexts, names } = situations
  return contexts.map((codes, at) => {
    const { name, kind, borders, firstFeature } = columns[at]!
    const end = columns[at + 1]?.firstFeature ?? names.offsets.length - 1
    const values = Array.from({ length: end - firstFeature }, (_, place) => valueAt(names, firstFeature + place))
    const column: InputColumn = { of: 'context', name, kind, borders, values }
    return { column, codeAt: place => Math.max(0, codes[place]! - firstFeature) }
  })
}

/** Without the column that `featureKey` puts before it. */
function valueAt({ bytes, offsets }: FeatureNames, feature: number): string {
  const key = Buffer.from(bytes.subarray(offsets[feature], offsets[feature + 1])).toString()
  return key.slice(key.indexOf(':') + 1)
}

/** One column of a fit on histories that are a part of what was read. */
export function columnFor({ column, codeAt }: SequenceInput, histories: Histories): ContextColumn {
  const { offsets, items, times } = histories
  if (column.of === 'gap') return timeGapColumn(offsets, times)
  const ahead = column.of === 'context' ? 1 : 0
  const codes = new Uint32Array(items.length)
  for (let user = 0; user + 1 < offsets.length; user++)
    for (let at = offsets[user]!; at + ahead < offsets[user + 1]!; at++)
      codes[at] = codeAt(placeRead(histories, user, at + ahead))
  return { size: codeCountOf(column), codes }
}

/** Those that could tell anything of what comes next. */
export function promisingInputs(
  inputs: SequenceInputs | undefined,
  histories: Histories,
  seed: number,
): SequenceInputs | undefined {
  const promising = inputs?.inputs.filter(input => couldTell(histories, tellingOf(input, histories), seed)) ?? []
  return inputs && promising.length > 0 ? { ...inputs, inputs: promising } : undefined
}

/** That an interaction is somebody's first, its place says. */
function tellingOf(input: SequenceInput, histories: Histories): ContextColumn {
  const column = columnFor(input, histories)
  return input.column.of === 'gap' ? { ...column, codes: column.codes.map(code => (code === 1 ? 0 : code)) } : column
}

/** Of the history that is held against a place. */
export function codesAt(
  { inputs, times }: SequenceInputs,
  place: SituationPlace | undefined,
): ContextCodes | undefined {
  if (place?.past === undefined) return undefined
  const { past, interaction } = place
  return inputs.map(({ column, codeAt }) => {
    if (column.of === 'gap') return timeGapCodes(Float64Array.from(past, at => times[at]!))
    if (column.of === 'event-type') return Uint32Array.from(past, codeAt)
    // Nothing is known of the whole column where the situation of now is not.
    const now = codeAt(interaction)
    return now === 0 ? undefined : Uint32Array.from(past, (_, at) => codeAt(past[at + 1] ?? interaction))
  })
}
