/** The child process of a training: takes a spec, reports progress, gives back metrics and checksum. */

import { serveChild } from '../jobs/serve-child.ts'
import { type TrainingResult, type TrainingSpec, train } from './train.ts'
import { useWideVectors } from './wide-vectors.ts'

serveChild<TrainingSpec, TrainingResult>((spec, { progress }) => {
  if (spec.means.wideVectors === true && spec.means.deterministic !== true) useWideVectors()
  return train(spec, progress)
})
