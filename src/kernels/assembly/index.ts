/** What the module exports: one line per kernel file. `../kernels.ts` says what each does; the build starts here. */

export {
  addBias,
  addColumnSums,
  biasGelu,
  biasGeluBackward,
  swishGate,
  swishGateBackward,
} from './activations'
export { adam, adamRows } from './adam'
export { attention } from './attention'
export { attentionBackward } from './attention-backward'
export { addCodeProducts, addListedCodeProducts, firstAbove, quantiseRows } from './code-products'
export { crossEntropyRows, sampledCrossEntropyRows } from './cross-entropy'
export { dropout } from './dropout'
export { exponential, exponentialSum } from './exponential'
export { gemm } from './gemm'
export { codeRows } from './half-byte-codes'
export { layerNorm, layerNormBackward } from './layer-norm'
export { leastSquaresRows } from './least-squares'
export { addColumnProducts, multiplyPacked, packMatrix } from './packed'
export { addScaledRows, gatherDots, gatherRows, rowDots, scatterAddRows } from './rows'
export { rescoreRows, screenRows } from './screen'
export { highest, softmaxRows } from './softmax'
export { sparseGram, sparseTimesTable } from './sparse'
export { standardiseRows } from './standardise'
export { axpy, dot, scale } from './vectors'
