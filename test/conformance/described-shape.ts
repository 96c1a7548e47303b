/**
 * A neutral description of a shape, so that our declarations and the published ones can be laid side by side and compared
 * with one deepEqual. Only what a client can notice is in it; names of shapes are not.
 */

import { asShape, type Shape, type TSchema } from '../../src/contract/shape.ts'

export interface DescribedShape {
  readonly type: string
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly values?: readonly string[]
  readonly isSensitive?: true
  readonly isJsonValue?: true
  readonly item?: DescribedShape
  readonly key?: DescribedShape
  readonly value?: DescribedShape
  readonly members?: Readonly<Record<string, DescribedShape>>
  readonly required?: readonly string[]
}

/** Without the members that are undefined, so that absence equals absence. */
export const compact = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T

const describeShape = (shape: Shape): DescribedShape =>
  compact<DescribedShape>({
    type: shape.wire,
    min: shape.min,
    max: shape.max,
    pattern: shape.match,
    values: shape.values,
    isSensitive: shape.sensitive ? true : undefined,
    isJsonValue: shape.jsonValue ? true : undefined,
    item: shape.item && describeShape(shape.item),
    key: shape.key && describeShape(shape.key),
    value: shape.value && describeShape(shape.value),
    members:
      shape.members &&
      Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, describeShape(member)])),
    required: shape.members && [...(shape.required ?? [])].sort(),
  } as DescribedShape)

export const describeDeclared = (schema: TSchema): DescribedShape => describeShape(asShape(schema))
