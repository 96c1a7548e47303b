/** What the module exports: one line per kernel. `../kernels.ts` says what each does; the build starts here. */

export { gemm } from './gemm'
