/**
 * The tree of a filter. There are no parentheses around conditions and AND binds tighter than OR, so a condition list is
 * exactly a disjunction of conjunctions. Places point into the text and are left out of comparisons by the printer's
 * round trip.
 */

import type { Place } from './filter-fault.ts'

export type Target = 'ItemID' | 'ActionID' | 'UserID'

export type DatasetWord = 'Interactions' | 'Items' | 'Users' | 'Actions' | 'Action_Interactions'

export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>='

export interface Literal {
  readonly kind: 'literal'
  readonly value: string | number
  readonly place: Place
}

export interface Placeholder {
  readonly kind: 'placeholder'
  readonly name: string
  readonly place: Place
}

/** The field of the item named by the request. */
export interface CurrentItem {
  readonly kind: 'current-item'
  readonly field: string
  readonly place: Place
}

export interface Literals {
  readonly kind: 'literals'
  readonly values: readonly Literal[]
}

export interface FieldReference {
  readonly dataset: DatasetWord
  /** As written; compared without regard to case. */
  readonly name: string
  readonly place: Place
}

export interface MemberTest {
  readonly kind: 'member'
  readonly field: FieldReference
  readonly isNegated: boolean
  readonly right: Literals | Placeholder | CurrentItem
}

export interface CompareTest {
  readonly kind: 'compare'
  readonly field: FieldReference
  readonly operator: CompareOperator
  readonly right: Literal | Placeholder | CurrentItem
}

export type Condition = MemberTest | CompareTest

export type UserCondition =
  | {
      readonly kind: 'member'
      readonly field: string
      readonly place: Place
      readonly isNegated: boolean
      readonly right: Literals | Placeholder
    }
  | {
      readonly kind: 'compare'
      readonly field: string
      readonly place: Place
      readonly operator: CompareOperator
      readonly right: Literal | Placeholder
    }

export interface Expression {
  readonly action: 'INCLUDE' | 'EXCLUDE'
  /** True when, for some inner list, every condition holds. */
  readonly anyOf: readonly (readonly Condition[])[]
  /** All must hold for the expression to be in force; empty without IF. */
  readonly when: readonly UserCondition[]
}

export interface Filter {
  readonly target: Target
  readonly expressions: readonly Expression[]
}
