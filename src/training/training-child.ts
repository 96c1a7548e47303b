/** The child process of a training: takes a spec, reports progress, gives back metrics and checksum. */

import { serveChild } from '../jobs/serve-child.ts'
import { widenVectors } from '../kernels/wasm-kernels.ts'
import { type TrainingResult, type TrainingSpec, train } from './train.ts'

serveChild<TrainingSpec, TrainingResult>((spec, { progress }) => {
  if (spec.means.wideVectors === true) widenVectors()
  return train(spec, progress)
})
