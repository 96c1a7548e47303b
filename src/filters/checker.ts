/**
 * Holds a filter's tree against the columns of the dataset group: which dataset suits the target, which field exists and
 * may be filtered, which operator suits its type. Gives the tree back with every field spelled as in the schema, and the
 * placeholders it uses. Rules: runtime behaviour 1.3 and 1.4; each refusal names the place.
 */

import { FilterFault, type Place, TooManyFields } from './filter-fault.ts'
import { limits } from './limits.ts'
import type {
  CompareOperator,
  Condition,
  CurrentItem,
  DatasetWord,
  Expression,
  Filter,
  Literal,
  Literals,
  Placeholder,
  Target,
  UserCondition,
} from './syntax.ts'

export interface FilterColumn {
  readonly name: string
  readonly type: 'string' | 'int' | 'long' | 'float' | 'double' | 'boolean'
  readonly textual: boolean
}

/** Columns of the datasets a group has; a dataset it lacks is absent. */
export type GroupColumns = Readonly<Partial<Record<DatasetWord, readonly FilterColumn[]>>>

export interface CheckedFilter extends Filter {
  /** Placeholder names in order of first use. */
  readonly placeholders: readonly string[]
  /** Distinct `Dataset.FIELD`s in order of first use; those of CurrentUser are of Users, of CurrentItem of Items. */
  readonly fields: readonly string[]
}

const datasetsOf: Readonly<Record<Target, readonly DatasetWord[]>> = {
  ItemID: ['Items', 'Interactions'],
  UserID: ['Users', 'Interactions'],
  ActionID: ['Actions', 'Action_Interactions'],
}

/** They act by themselves and may not be filtered. [doc] */
const unfilterable = new Set(['EXPIRATION_TIMESTAMP', 'ACTION_EXPIRATION_TIMESTAMP', 'REPEAT_FREQUENCY'])

const isEventDataset = (dataset: DatasetWord): boolean =>
  dataset === 'Interactions' || dataset === 'Action_Interactions'

const isNumber = (column: FilterColumn): boolean => column.type !== 'string'

const isNumeric = ({ value }: Literal): boolean =>
  typeof value === 'number' || (value.trim() !== '' && Number.isFinite(Number(value)))

class Checker {
  readonly text: string
  readonly columns: GroupColumns
  readonly fields = new Set<string>()
  readonly placeholders = new Set<string>()

  constructor(text: string, columns: GroupColumns) {
    this.text = text
    this.columns = columns
  }

  refuse(what: string, place: Place): never {
    throw new FilterFault(what, this.text, place)
  }

  /** The column a field means, refused when it is missing or of a kind that cannot be filtered. */
  column(dataset: DatasetWord, name: string, place: Place): FilterColumn {
    const columns = this.columns[dataset]
    if (!columns) this.refuse(`the dataset group has no ${dataset} dataset`, place)
    const wanted = name.toUpperCase()
    const column = columns.find(one => one.name.toUpperCase() === wanted)
    if (!column) this.refuse(`the ${dataset} schema has no field ${name}`, place)
    if (column.textual) this.refuse(`${column.name} is textual, and textual fields cannot be filtered`, place)
    if (column.type === 'boolean')
      this.refuse(`${column.name} is boolean, and boolean fields cannot be filtered`, place)
    this.fields.add(`${dataset}.${column.name}`)
    if (this.fields.size > limits.fieldsPerFilterMax) {
      throw new TooManyFields(`a filter uses at most ${limits.fieldsPerFilterMax} distinct fields`, this.text, place)
    }
    return column
  }

  literal(column: FilterColumn, literal: Literal): Literal {
    if (!isNumber(column)) return typeof literal.value === 'string' ? literal : this.refuseNumber(column, literal)
    if (!isNumeric(literal)) this.refuse(`${column.name} is a number and cannot equal this text`, literal.place)
    return { ...literal, value: Number(literal.value) }
  }

  refuseNumber(column: FilterColumn, literal: Literal): never {
    return this.refuse(`${column.name} is a string: write the value in double quotes`, literal.place)
  }

  currentItem(column: FilterColumn, right: CurrentItem): CurrentItem {
    const own = this.column('Items', right.field, right.place)
    if (isNumber(own) !== isNumber(column)) {
      this.refuse(`${column.name} and CurrentItem.${own.name} are not both text or both numbers`, right.place)
    }
    return { ...right, field: own.name }
  }

  right<R extends Literal | Literals | Placeholder | CurrentItem>(column: FilterColumn, right: R): R {
    if (right.kind === 'placeholder') this.placeholders.add(right.name)
    if (right.kind === 'literal') return this.literal(column, right) as R
    if (right.kind === 'literals') return { ...right, values: right.values.map(value => this.literal(column, value)) }
    return right.kind === 'current-item' ? (this.currentItem(column, right) as R) : right
  }

  /** Strings are compared by IN, except that a user's may be compared by = and != too. [doc] */
  operator(column: FilterColumn, operator: CompareOperator, allowsEquality: boolean, place: Place): void {
    if (isNumber(column) || (allowsEquality && (operator === '=' || operator === '!='))) return
    this.refuse(
      `${column.name} is a string: use ${allowsEquality ? '=, !=, ' : ''}IN or NOT IN instead of ${operator}`,
      place,
    )
  }

  eventCondition(condition: Condition): Condition {
    const { field } = condition
    const place = field.place
    if (field.name.toUpperCase() !== 'EVENT_TYPE') {
      this.refuse(`EVENT_TYPE is the only field of ${field.dataset} that can be filtered`, place)
    }
    if (condition.kind !== 'member') this.refuse('EVENT_TYPE is compared by IN or NOT IN', place)
    if (condition.right.kind === 'current-item') this.refuse('EVENT_TYPE cannot be compared with an item', place)
    return this.fieldCondition(condition)
  }

  fieldCondition(condition: Condition): Condition {
    const { dataset, name, place } = condition.field
    const column = this.column(dataset, name, place)
    const field = { ...condition.field, name: column.name }
    if (condition.kind === 'member') return { ...condition, field, right: this.right(column, condition.right) }
    const isItem = condition.right.kind === 'current-item'
    this.operator(column, condition.operator, isItem, place)
    return { ...condition, field, right: this.right(column, condition.right) }
  }

  condition(condition: Condition, target: Target, dataset: DatasetWord): Condition {
    const { field } = condition
    if (!datasetsOf[target].includes(field.dataset)) {
      this.refuse(`a filter on ${target} tests ${datasetsOf[target].join(' or ')}, not ${field.dataset}`, field.place)
    }
    if (field.dataset !== dataset) {
      this.refuse(`one expression tests one dataset: chain ${dataset} and ${field.dataset} with \`|\``, field.place)
    }
    if (condition.right.kind === 'current-item' && target !== 'ItemID') {
      this.refuse('CurrentItem is for filters on ItemID', condition.right.place)
    }
    if (field.dataset === 'Actions' && unfilterable.has(field.name.toUpperCase())) {
      this.refuse(`${field.name} acts by itself and cannot be filtered`, field.place)
    }
    return isEventDataset(field.dataset) ? this.eventCondition(condition) : this.fieldCondition(condition)
  }

  userCondition(condition: UserCondition): UserCondition {
    const column = this.column('Users', condition.field, condition.place)
    const field = column.name
    if (condition.kind === 'member') return { ...condition, field, right: this.right(column, condition.right) }
    this.operator(column, condition.operator, true, condition.place)
    return { ...condition, field, right: this.right(column, condition.right) }
  }

  expression({ action, anyOf, when }: Expression, target: Target): Expression {
    const [[first]] = anyOf as readonly [readonly [Condition]]
    const { dataset } = first.field
    return {
      action,
      anyOf: anyOf.map(allOf => allOf.map(condition => this.condition(condition, target, dataset))),
      when: when.map(condition => this.userCondition(condition)),
    }
  }
}

export function checkFilter(filter: Filter, text: string, columns: GroupColumns): CheckedFilter {
  const checker = new Checker(text, columns)
  const expressions = filter.expressions.map(expression => checker.expression(expression, filter.target))
  return { target: filter.target, expressions, placeholders: [...checker.placeholders], fields: [...checker.fields] }
}
