/** Bounds of the filter language. Counts follow the published quotas; the others keep hostile text cheap. */

export const limits = {
  /** Characters of an expression (published model). */
  expressionLengthMax: 2500,
  /** Distinct dataset fields in one filter, the whole chain (quota, adjustable; 5 until 2023). */
  fieldsPerFilterMax: 10,
  /** Characters of a placeholder's name (published model of `filterValues` keys). */
  placeholderLengthMax: 50,
  /** Characters of a filter value (published model). */
  filterValueLengthMax: 1000,
} as const
