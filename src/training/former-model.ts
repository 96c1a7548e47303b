/**
 * What an update goes on from: the sequence model in the file of the version it carries on, with its items found among those
 * of now. Nothing where that version had no sequence model, or was deleted meanwhile; the update then trains it anew.
 */

import { access } from 'node:fs/promises'
import type { ModelStart } from '../algorithms/sequence-model/start-from.ts'
import { IdTable } from '../artifacts/id-table.ts'
import { readArtifact } from '../artifacts/reader.ts'
import { type Choices, modelOf } from '../artifacts/recommender-artifact.ts'
import type { SnapshotIds } from '../datasets/snapshot-ids.ts'

export interface FormerModel {
  readonly path: string
  readonly checksum: string
}

const hasSequence = ({ sequence }: Choices): boolean =>
  (sequence as { readonly isUsed?: boolean } | undefined)?.isUsed === true

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

export async function startFromModel(
  { path, checksum }: FormerModel,
  choices: Choices,
  items: SnapshotIds,
): Promise<ModelStart | undefined> {
  if (!hasSequence(choices) || !(await isThere(path))) return undefined
  const model = modelOf(await readArtifact(path, checksum))
  const part = model.kind === 'blend' ? model.params.parts.find(one => one.part.shape === 'sequence')?.part : undefined
  if (part?.shape !== 'sequence') return undefined
  const now = new IdTable(items)
  return {
    params: part.params,
    formerItems: Int32Array.from({ length: now.size }, (_, item) => model.items.indexOf(now.idAt(item))),
  }
}
