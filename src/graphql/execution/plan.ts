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

/** A valid query, and what `info` says about it. */
export interface PlannedOperation {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
}

/** The fields selected of one concrete type: fragments are flattened, and `@skip` and `@include` decided. */
export interface ObjectPlan {
  readonly type: GraphQLObjectType
  /** An object with all keys in the order of the answer. `__typename` has its value, every other key has null. */
  readonly blank: Readonly<Record<string, unknown>>
  /** In the order of the answer, without `__typename`. */
  readonly fields: readonly FieldPlan[]
}

export interface FieldPlan {
  /** The name in the answer. */
  readonly key: string
  readonly name: string
  /** All occurrences of the field under this key. */
  readonly nodes: readonly FieldNode[]
  readonly definition: GraphQLField<unknown, unknown>
  readonly parentType: GraphQLObjectType
  /** Undefined for a field that has the property of its own name. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined
  readonly arguments: ArgumentsPlan
  readonly isNonNull: boolean
  readonly value: ValuePlan
  /** The type, as of `typeof`, of properties that stand in the answer as they are; undefined where none does. */
  readonly plainType: PlainType | undefined
}

export type PlainType = 'string' | 'boolean'

export type ArgumentsPlan =
  | { readonly kind: 'constant'; readonly values: Readonly<Record<string, unknown>> }
  /** The values are computed once an execution and kept under this index. */
  | { readonly kind: 'variable'; readonly index: number }

/** How a value becomes a part of the answer. Nullability is a matter of the field or list that has the value. */
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

export interface CompositePlan {
  readonly kind: 'object'
  readonly object: ObjectPlan
}

export interface AbstractPlan {
  readonly kind: 'abstract'
  readonly type: GraphQLAbstractType
  /** By the name of each possible type. */
  readonly objects: ReadonlyMap<string, ObjectPlan>
}
