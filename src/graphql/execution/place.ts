import type { FieldPlan } from './plan.ts'

/** An object or list of the response while it is being completed. */
export class Holder {
  /** Undefined until its fields or items are being executed. */
  value: Record<string, unknown> | unknown[] | undefined = undefined
  /** The number of incomplete members, or pending promises of the value itself. */
  pending = 0
}

/**
 * A position in the response: a field of an object or an item of a list. Linked from leaf to root, like graphql-js's paths,
 * so that resolvers get it as `info.path`.
 */
export class Place extends Holder {
  /** The enclosing position; undefined for a field of the operation itself. */
  readonly prev: Place | undefined
  readonly key: string | number
  /** The field at this position, or the field whose list contains this item. */
  readonly field: FieldPlan
  readonly isNonNull: boolean
  /** The number of nested promises that produced the value: the field's, then its type's. */
  waits = 0

  constructor(prev: Place | undefined, key: string | number, field: FieldPlan, isNonNull: boolean) {
    super()
    this.prev = prev
    this.key = key
    this.field = field
    this.isNonNull = isNonNull
  }

  /** The type that has the field; undefined for an item. */
  get typename(): string | undefined {
    return typeof this.key === 'string' ? this.field.parentType.name : undefined
  }
}

/** The position of a field within an object. */
export function placeField(prev: Place | undefined, field: FieldPlan): Place {
  return new Place(prev, field.key, field, field.isNonNull)
}
