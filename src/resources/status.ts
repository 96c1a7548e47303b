/**
 * The states resources pass through. The text holds a space between verb and phase and an underscore in IN_PROGRESS
 * [control-plane page, section 3].
 *
 *     CREATE PENDING → CREATE IN_PROGRESS → ACTIVE | CREATE FAILED
 *     ACTIVE | CREATE FAILED → DELETE PENDING → DELETE IN_PROGRESS → gone
 *     a version: CREATE PENDING → CREATE STOPPED; CREATE IN_PROGRESS → CREATE STOPPING → CREATE STOPPED
 *
 * Updates use the CREATE words inside `latest…Update`, while the resource itself stays ACTIVE.
 */

export const creating: readonly string[] = ['CREATE PENDING', 'CREATE IN_PROGRESS']

/** Counted by quotas of "active" resources: what exists and is not on its way out. */
export const existing: readonly string[] = [...creating, 'ACTIVE']

/** From these a resource can be deleted, and a campaign updated [doc]. */
export const settled: readonly string[] = ['ACTIVE', 'CREATE FAILED']

/** A version that keeps its data and its solution busy. */
export const training: readonly string[] = [...creating, 'CREATE STOPPING']

export const isCreating = (status: string | null | undefined): boolean => creating.includes(status ?? '')

export const isDeleting = (status: string | null | undefined): boolean => (status ?? '').startsWith('DELETE')
