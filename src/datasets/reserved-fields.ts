/** The fields each dataset type requires and reserves, per domain: control-plane page, sections 8.2 to 8.4 [doc]. */

import type { ColumnType, DatasetType } from './dataset-schema.ts'

export type Domain = 'ECOMMERCE' | 'VIDEO_ON_DEMAND'

export interface ReservedField {
  readonly name: string
  /** The right type first; the others were accepted in published samples. */
  readonly types: readonly ColumnType[]
  readonly kind: 'plain' | 'categorical' | 'textual'
  readonly required: boolean
  readonly isIdentifier: boolean
}

export interface FieldRules {
  readonly reserved: readonly ReservedField[]
  /** Fields that are neither required nor reserved. */
  readonly ownMax: number
  readonly needsMetadata: boolean
}

type Given = Partial<Omit<ReservedField, 'name' | 'types'>>

const field = (name: string, types: ColumnType | readonly ColumnType[], given: Given = {}): ReservedField => ({
  name,
  types: typeof types === 'string' ? [types] : types,
  kind: 'plain',
  required: false,
  isIdentifier: false,
  ...given,
})

const identifier = (name: string) => field(name, 'string', { required: true, isIdentifier: true })
const required = (name: string, types: ColumnType | readonly ColumnType[], given: Given = {}) =>
  field(name, types, { required: true, ...given })
const categorical = (name: string) => field(name, 'string', { kind: 'categorical' })

const eventFields = [field('IMPRESSION', 'string'), field('RECOMMENDATION_ID', 'string')]

/** A double was accepted where the guide says float. [sample] */
const real = ['float', 'double'] as const

const interactions = (eventType: ReservedField): readonly ReservedField[] => [
  identifier('USER_ID'),
  identifier('ITEM_ID'),
  required('TIMESTAMP', 'long'),
  eventType,
  field('EVENT_VALUE', real),
  ...eventFields,
  field('EVENT_ATTRIBUTION_SOURCE', 'string'),
]

const custom: Readonly<Record<DatasetType, FieldRules>> = {
  INTERACTIONS: { reserved: interactions(field('EVENT_TYPE', 'string')), ownMax: 5, needsMetadata: false },
  USERS: { reserved: [identifier('USER_ID')], ownMax: 25, needsMetadata: true },
  ITEMS: {
    reserved: [identifier('ITEM_ID'), field('CREATION_TIMESTAMP', 'long')],
    ownMax: 100,
    needsMetadata: true,
  },
  ACTIONS: {
    reserved: [
      identifier('ACTION_ID'),
      field('CREATION_TIMESTAMP', 'long'),
      field('VALUE', 'long'),
      field('TYPE', 'string'),
      field('EXPIRATION_TIMESTAMP', 'long'),
      field('ACTION_EXPIRATION_TIMESTAMP', 'long'),
      field('REPEAT_FREQUENCY', 'long'),
    ],
    ownMax: 10,
    needsMetadata: true,
  },
  ACTION_INTERACTIONS: {
    reserved: [
      identifier('USER_ID'),
      identifier('ACTION_ID'),
      required('EVENT_TYPE', 'string'),
      required('TIMESTAMP', 'long'),
      ...eventFields,
    ],
    ownMax: 5,
    needsMetadata: false,
  },
}

const description = field('PRODUCT_DESCRIPTION', 'string', { kind: 'textual' })

const domainItems: Readonly<Record<Domain, readonly ReservedField[]>> = {
  ECOMMERCE: [
    identifier('ITEM_ID'),
    required('PRICE', 'float'),
    required('CATEGORY_L1', 'string', { kind: 'categorical' }),
    ...['CATEGORY_L2', 'CATEGORY_L3', 'AGE_GROUP', 'ADULT', 'GENDER'].map(categorical),
    description,
    // One page of the guide says float. [doc conflict]
    field('CREATION_TIMESTAMP', ['long', 'float']),
  ],
  VIDEO_ON_DEMAND: [
    identifier('ITEM_ID'),
    required('GENRES', 'string', { kind: 'categorical' }),
    required('CREATION_TIMESTAMP', 'long'),
    ...['PRICE', 'DURATION', 'AVERAGE_RATING'].map(name => field(name, real)),
    ...['GENRE_L2', 'GENRE_L3', 'CONTENT_OWNER', 'CONTENT_CLASSIFICATION'].map(categorical),
    description,
  ],
}

export function fieldRules(datasetType: DatasetType, domain: Domain | undefined): FieldRules {
  const rules = custom[datasetType]
  if (domain === undefined) return rules
  if (datasetType === 'INTERACTIONS') return { ...rules, reserved: interactions(required('EVENT_TYPE', 'string')) }
  if (datasetType === 'ITEMS') return { ...rules, reserved: domainItems[domain], needsMetadata: false }
  return rules
}
