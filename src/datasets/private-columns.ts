/**
 * Columns that segments of streamed interactions have beside those of the schema. Their names hold a colon, which no field
 * of a schema can. They are no part of the data: equal interactions stay equal whatever stands there, and nobody exports
 * them. Rows of which nobody knows the user yet have a session and a null USER_ID.
 */

export const privateColumns = {
  session: 'ATTUNE:SESSION',
  /** Given by the client; of rows with the same one the first counts [doc: runtime page, 4.2]. */
  event: 'ATTUNE:EVENT',
  /** The answer that led to the event, where the schema has no RECOMMENDATION_ID. */
  recommendation: 'ATTUNE:RECOMMENDATION',
  /** What was shown: ids joined by `|`, as told or as the answer had them. */
  impression: 'ATTUNE:IMPRESSION',
} as const

const prefix = 'ATTUNE:'

export const isPrivate = (column: string): boolean => column.startsWith(prefix)
