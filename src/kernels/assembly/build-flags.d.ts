/** Given to the compiler for the wide build alone (`scripts/build-kernels.ts`); ask with isDefined. */
declare const WIDE: i32
