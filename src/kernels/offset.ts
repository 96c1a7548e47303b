/** Numbers that every kernel takes beside counts. */

/** Byte offset into the memory. */
export type Offset = number
/** 0 or 1. */
export type Flag = number
