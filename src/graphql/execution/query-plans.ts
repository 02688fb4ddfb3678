import {
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql'
import { createPlan, type PlanBudget } from './create-plan.ts'
import type { ObjectPlan, PlannedOperation } from './plan.ts'

/** Variables whose values decide which fields are selected. Each combination of values has its own plan. */
const maxConditions = 6
/** Selections in all plans of one operation together. Clients choose the values of the conditions. */
export const maxSelections = 1_500

/** The plans of one query. */
interface QueryPlans {
  readonly planned: PlannedOperation
  /** Selections that all plans have visited so far, at most `maxSelections`. */
  countSelections(): number
  /** Whether other values of variables can create more plans. */
  readonly hasConditions: boolean
  /**
   * The plan for coerced variables, created on first use.
   * @returns undefined if graphql-js must execute the query.
   */
  find(variables: Readonly<Record<string, unknown>>): ObjectPlan | undefined
}

export interface ValidOperation {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
}

/** Undefined for operations without plans: mutations, subscriptions and queries with too many conditions. */
export function createQueryPlans(valid: ValidOperation): QueryPlans | undefined {
  const { schema, document, operation } = valid
  if (operation.operation !== OperationTypeNode.QUERY) return undefined
  const conditions = listConditions(valid)
  if (conditions.length > maxConditions) return undefined
  const planned: PlannedOperation = { schema, operation, fragments: findFragments(document) }
  const budget: PlanBudget = { selections: maxSelections }
  const plans = new Map<string, ObjectPlan | undefined>()
  return {
    planned,
    countSelections: () => maxSelections - budget.selections,
    hasConditions: conditions.length > 0,
    find(variables) {
      // graphql-js reports a condition that is null.
      if (!conditions.every((name) => typeof variables[name] === 'boolean')) return undefined
      const key = conditions.map((name) => (variables[name] === true ? '1' : '0')).join('')
      if (!plans.has(key)) plans.set(key, createPlan(planned, variables, budget))
      return plans.get(key)
    },
  }
}

/** The operation's variables used in `@skip` or `@include`; other operations of the document may use others. */
function listConditions({ document, operation }: ValidOperation): string[] {
  const found = new Set<string>()
  const addVariables = (node: ASTNode) => visit(node, { Variable: ({ name }) => void found.add(name.value) })
  visit(document, {
    Directive(node) {
      if (node.name.value === 'skip' || node.name.value === 'include') addVariables(node)
    },
  })
  const names = operation.variableDefinitions?.map(({ variable }) => variable.name.value) ?? []
  return names.filter((name) => found.has(name))
}

/** Without a prototype, as in graphql-js. */
function findFragments({ definitions }: DocumentNode): PlannedOperation['fragments'] {
  const fragments: PlannedOperation['fragments'] = Object.create(null)
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      Reflect.set(fragments, definition.name.value, definition)
  }
  return fragments
}
