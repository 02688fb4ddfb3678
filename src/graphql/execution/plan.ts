import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLAbstractType,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLLeafType,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql'

/** A valid query with the data for `info`. */
export interface PlannedOperation {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
}

/** The fields selected on one concrete type, with fragments flattened and `@skip` and `@include` evaluated. */
export interface ObjectPlan {
  readonly type: GraphQLObjectType
  /** An object with all keys in response order. `__typename` has its value, and every other key has null. */
  readonly blank: Readonly<Record<string, unknown>>
  /** In response order, without `__typename`. */
  readonly fields: readonly FieldPlan[]
}

export interface FieldPlan {
  /** The response key. */
  readonly key: string
  readonly name: string
  /** All occurrences of the field under this key. */
  readonly nodes: readonly FieldNode[]
  readonly definition: GraphQLField<unknown, unknown>
  readonly parentType: GraphQLObjectType
  /** Undefined for a field that reads the property of the same name. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined
  readonly arguments: ArgumentsPlan
  readonly isNonNull: boolean
  readonly value: ValuePlan
  /** The `typeof` of property values that need no serialization; undefined if all values do. */
  readonly plainType: PlainType | undefined
}

export type PlainType = 'string' | 'boolean'

type ArgumentsPlan =
  | { readonly kind: 'constant'; readonly values: Readonly<Record<string, unknown>> }
  /** The values are computed once per execution and stored under this index. */
  | { readonly kind: 'variable'; readonly index: number }

/** How a value is completed. Nullability belongs to the field or list that contains the value. */
export type ValuePlan = LeafPlan | ListPlan | CompositePlan | AbstractPlan

export interface LeafPlan {
  readonly kind: 'leaf'
  readonly type: GraphQLLeafType
}

export interface ListPlan {
  readonly kind: 'list'
  readonly item: ValuePlan
  readonly isItemNonNull: boolean
}

interface CompositePlan {
  readonly kind: 'object'
  readonly object: ObjectPlan
}

export interface AbstractPlan {
  readonly kind: 'abstract'
  readonly type: GraphQLAbstractType
  /** By the name of each possible type. */
  readonly objects: ReadonlyMap<string, ObjectPlan>
}
