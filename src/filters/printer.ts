/** A tree back to text, in one spelling: parsing what it prints gives the same tree. Facts about spelling: `grammar.md`. */

import type {
  Condition,
  CurrentItem,
  Expression,
  Filter,
  Literal,
  Literals,
  Placeholder,
  UserCondition,
} from './syntax.ts'

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

const exponentForm = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/

/** Decimal digits only: the language has no exponents. */
function decimal(value: number): string {
  const found = exponentForm.exec(String(value))
  if (!found) return String(value)
  const [, sign = '', first = '', rest = '', exponent = '0'] = found
  const digits = first + rest
  const power = Number(exponent)
  return power < 0 ? `${sign}0.${'0'.repeat(-power - 1)}${digits}` : sign + digits.padEnd(power + 1, '0')
}

const printLiteral = ({ value }: Literal): string => (typeof value === 'number' ? decimal(value) : quoted(value))

function printRight(right: Literal | Literals | Placeholder | CurrentItem): string {
  switch (right.kind) {
    case 'literal':
      return printLiteral(right)
    case 'literals':
      return `(${right.values.map(printLiteral).join(', ')})`
    case 'placeholder':
      return `($${right.name})`
    case 'current-item':
      return `CurrentItem.${right.field}`
  }
}

function printTest(field: string, condition: Condition | UserCondition): string {
  const operator = condition.kind === 'compare' ? condition.operator : condition.isNegated ? 'NOT IN' : 'IN'
  return `${field} ${operator} ${printRight(condition.right)}`
}

export const printCondition = (condition: Condition): string =>
  printTest(`${condition.field.dataset}.${condition.field.name}`, condition)

export function printExpression({ action, anyOf, when }: Expression, target: string): string {
  const where = anyOf.map(allOf => allOf.map(printCondition).join(' AND ')).join(' OR ')
  const users = when.map(condition => printTest(`CurrentUser.${condition.field}`, condition)).join(' AND ')
  return `${action} ${target} WHERE ${where}${users === '' ? '' : ` IF ${users}`}`
}

export const printFilter = ({ target, expressions }: Filter): string =>
  expressions.map(expression => printExpression(expression, target)).join(' | ')
