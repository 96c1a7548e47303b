/** The files of the data directory that a record names: segments of a dataset and of a running export, the artifact of a version and the trials of its search, rejected rows. */

import type { ResourceRecord } from '../storage/records.ts'

interface NamesFiles {
  readonly segments?: readonly { readonly file: string }[]
  readonly source?: { readonly segments: readonly { readonly file: string }[] }
  readonly artifact?: { readonly file: string }
  readonly formerArtifact?: { readonly file: string }
  readonly searchLog?: { readonly file: string }
  readonly report?: { readonly rejectsFile?: string }
}

export const filesOf = ({ body }: ResourceRecord): readonly string[] => {
  const { segments = [], source, artifact, formerArtifact, searchLog, report } = body as NamesFiles
  const models = [artifact?.file, formerArtifact?.file]
  const read = [...segments, ...(source?.segments ?? [])].map(({ file }) => file)
  const files = [...read, ...models, searchLog?.file, report?.rejectsFile]
  return files.filter(file => file !== undefined)
}
