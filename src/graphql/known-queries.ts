import type { ApolloServerPlugin } from '@apollo/server'
import {
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql'
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit'
import type { Context } from './context.ts'
import { type CostCheck, createCostCheck } from './cost-check.ts'

/** A query that Apollo Server has checked and answered before. As compiled code it takes a fraction of the time. */
export interface KnownQuery {
  readonly checkCost: CostCheck
  readonly execute: CompiledQuery['query']
}

export interface KnownQueries {
  /** Lets Apollo Server tell of the queries that it executes. */
  readonly plugin: ApolloServerPlugin<Context>
  /** Undefined for what has not come before, and for mutations. */
  find(text: string, operationName: string | null | undefined): KnownQuery | undefined
}

interface ExecutedQuery {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
}

/** An application has some dozens. The one that has not come for the longest time goes first. */
const maxQueries = 500
/** Texts that came once: to compile takes longer than to execute, so it waits for the second time. */
const maxCandidates = 5000

/** The queries of one server. */
export function createKnownQueries(): KnownQueries {
  const queries = new Map<string, KnownQuery>()
  const candidates = new Map<string, true>()
  return {
    plugin: {
      async requestDidStart() {
        return {
          async executionDidStart({ source, request, ...executed }) {
            const key = keyOf(source, request.operationName)
            // Undefined, whatever the types say, when the document has no operation of that name.
            if (executed.operation?.operation !== OperationTypeNode.QUERY || queries.has(key)) return
            const query = candidates.delete(key) ? compile(executed) : undefined
            if (query === undefined) putLast(candidates, key, true, maxCandidates)
            else putLast(queries, key, query, maxQueries)
          },
        }
      },
    },
    find(text, operationName) {
      const key = keyOf(text, operationName)
      const query = queries.get(key)
      if (query !== undefined) putLast(queries, key, query, maxQueries)
      return query
    },
  }
}

function keyOf(text: string, operationName: string | null | undefined): string {
  return operationName == null ? text : `${operationName}\0${text}`
}

/** Undefined for what the compiler does not take. */
function compile({ schema, document, operation }: ExecutedQuery): KnownQuery | undefined {
  const compiled = compileQuery(schema, document, operation.name?.value, {
    disablingCapturingStackErrors: true,
  })
  if (!isCompiledQuery(compiled)) return undefined
  return { execute: compiled.query, checkCost: createCostCheck({ schema, document, operation }) }
}

/** A Map keeps its keys in the order of their coming. */
function putLast<Value>(map: Map<string, Value>, key: string, value: Value, maxSize: number): void {
  map.delete(key)
  map.set(key, value)
  const [first] = map.size > maxSize ? map.keys() : []
  if (first !== undefined) map.delete(first)
}
