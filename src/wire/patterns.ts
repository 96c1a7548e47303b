/**
 * Declared patterns as regular expressions. A pattern must match the whole value, whether or not it is anchored, as the
 * original's front end does. Unicode mode gives `\p{ASCII}` and `\p{L}` the meaning they have in the published patterns.
 */

/**
 * Patterns that backtrack badly are replaced by a twin that accepts the same values; a property test holds them equal.
 * The attribution source below needs 1024^3/6 steps to refuse a value whose last character is wrong, about a second.
 */
export const twins: Readonly<Record<string, string>> = {
  '^[\\x20-\\x7E]*[\\x21-\\x7E]+[\\x20-\\x7E]*$': '\\x20*[\\x21-\\x7E][\\x20-\\x7E]*',
}

const compiled = new Map<string, RegExp>()

/** The set of patterns is the contract's, so the cache is bounded by it. */
export const wholeMatch = (pattern: string): RegExp => {
  const known = compiled.get(pattern)
  if (known) return known
  const expression = new RegExp(`^(?:${twins[pattern] ?? pattern})$`, 'u')
  compiled.set(pattern, expression)
  return expression
}
