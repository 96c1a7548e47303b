/** What the module exports: one line per kernel file. `../kernels.ts` says what each does; the build starts here. */

export { exponential } from './exponential'
export { gemm } from './gemm'
export { addScaledRows, gatherRows, rowDots, scatterAddRows } from './rows'
export { highest, softmaxRows } from './softmax'
export { axpy, dot, scale } from './vectors'
