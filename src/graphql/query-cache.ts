import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server'
import { type ExecutionResult, getVariableValues } from 'graphql'
import type { Context } from './context.ts'
import { type CostCheck, createCostCheck } from './cost-check.ts'
import { DocumentCache, type DocumentCacheLimits } from './document-cache.ts'
import { executePlan } from './execution/execute-plan.ts'
import { createQueryPlans, maxSelections, type ValidOperation } from './execution/query-plans.ts'
import type { QueryCost } from './query-cost.ts'

type Variables = Readonly<Record<string, unknown>>

/** A query that Apollo Server has validated and executed before. */
export interface CachedQuery {
  /** The values that are measured and executed; undefined for variables of wrong types. */
  coerceVariables(variables: Variables): Variables | undefined
  readonly checkCost: CostCheck
  /** How the query is executed with these coerced variables; undefined when it is for Apollo Server to do. */
  findExecution(variables: Variables): QueryExecution | undefined
  /** Memory, by estimate. */
  readonly bytes: number
}

export type QueryExecution = (context: Context) => ExecutionResult | Promise<ExecutionResult>

export interface QueryCache {
  /** Shows the cache what Apollo Server has answered. */
  readonly plugin: ApolloServerPlugin<Context>
  /** Apollo Server's own, within the same limits. */
  readonly documentStore: DocumentCache<unknown>['store']
  /** Undefined for mutations, and for what wasn't asked before, or not for a long time. */
  find(text: string, operationName: string | null | undefined): CachedQuery | undefined
  /** What is kept, by estimate. */
  readonly bytes: DocumentCacheLimits
  /** Of each query, whether it is cached or not. */
  readonly maxCost: QueryCost
}

/** By the request's operation name; undefined for an operation that is never planned. */
type Queries = Map<string | null, CachedQuery | undefined>

/** Of a plan, for each selection. */
const bytesPerSelection = 700
/** Of a query's cost check and its maps. */
const bytesPerQuery = 20_000

/**
 * The queries of one server, planned when they are answered for the first time. Texts and names are compared whole:
 * no two requests share a key.
 */
export function createQueryCache(maxCost: QueryCost, limits?: DocumentCacheLimits): QueryCache {
  const documents = new DocumentCache<Queries>(() => new Map(), countBytes, limits)
  return {
    plugin: {
      async requestDidStart() {
        return { willSendResponse: async (answered) => learn(documents, answered, maxCost) }
      },
    },
    documentStore: documents.store,
    find: (text, operationName) => documents.find(text)?.made.get(operationName ?? null),
    get bytes() {
      return documents.bytes
    },
    maxCost,
  }
}

function learn(
  documents: DocumentCache<Queries>,
  answered: GraphQLRequestContextWillSendResponse<Context>,
  maxCost: QueryCost,
): void {
  const { source, schema, document, operation, request, response, contextValue } = answered
  // Only what was executed has data; they may be null.
  const { data } = response.body.kind === 'single' ? response.body.singleResult : {}
  if (document === undefined || operation === undefined || data === undefined) return
  const queries = documents.find(source)?.made
  const name = request.operationName ?? null
  if (queries?.has(name) === false) {
    queries.set(name, planQuery({ schema, document, operation }, request.variables ?? {}, maxCost))
  }
  documents.update(source, data !== null && contextValue.viewer !== null)
}

/** Undefined for what is never planned. */
function planQuery(
  valid: ValidOperation,
  firstVariables: Variables,
  maxCost: QueryCost,
): CachedQuery | undefined {
  const { schema, operation } = valid
  const coerceVariables = (variables: Variables) =>
    getVariableValues(schema, operation.variableDefinitions ?? [], variables).coerced
  const plans = createQueryPlans(valid)
  const plan = plans?.find(coerceVariables(firstVariables) ?? {})
  // Under other conditions there may be a plan, or fewer selections.
  if (plans === undefined || (plan === undefined && !plans.hasConditions)) return undefined
  // Plans for other conditions come later, within the same limit.
  const selections = plans.hasConditions ? maxSelections : plans.countSelections()
  return {
    coerceVariables,
    checkCost: createCostCheck(valid, maxCost),
    findExecution(variableValues) {
      const plan = plans.find(variableValues)
      if (plan === undefined) return undefined
      return (contextValue) => executePlan(plans.planned, plan, { contextValue, variableValues })
    },
    bytes: bytesPerQuery + selections * bytesPerSelection,
  }
}

function countBytes(queries: Queries): number {
  let bytes = 0
  for (const query of queries.values()) bytes += query?.bytes ?? 0
  return bytes
}
