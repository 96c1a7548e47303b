/**
 * The body of a record as the kind of its resource has it. Nothing is checked: what a handler or a job stored is taken to be
 * what it declares, as the store takes it on the way in.
 */

import type { ResourceRecord } from './records.ts'

export const bodyOf = <B>(record: ResourceRecord): B => record.body as B
