import type { ApolloServerPlugin } from '@apollo/server'
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql'
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit'
import type { Context } from './context.ts'
import { type CostCheck, createCostCheck } from './cost-check.ts'

/** A query that Apollo Server has checked and answered before. As compiled code it takes a fraction of the time. */
export interface KnownQuery {
  /** Undefined for variables of wrong types. */
  coerceVariables(variables: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined
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
const maxQueries = 200
/** Texts that came once: to compile takes longer than to execute, so it waits for the second time. */
const maxCandidates = 1000
/** Nobody fills the memory with texts, or with code: what is larger is answered by Apollo Server every time. */
const maxTextLength = 10_000
const maxFields = 500

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
            if (key.length > maxTextLength || countFields(executed) > maxFields) return
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

/** With those of a fragment wherever it stands, as in the code; a few more than the most when there are too many. */
function countFields({ document, operation }: ExecutedQuery): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  let count = 0
  const walk = (selectionSet: SelectionSetNode | undefined): void => {
    for (const selection of selectionSet?.selections ?? []) {
      if (++count > maxFields) return
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD
      walk((isSpread ? fragments.get(selection.name.value) : selection)?.selectionSet)
    }
  }
  walk(operation.selectionSet)
  return count
}

/** Undefined for what the compiler does not take. */
function compile({ schema, document, operation }: ExecutedQuery): KnownQuery | undefined {
  const compiled = compileQuery(schema, document, operation.name?.value, {
    disablingCapturingStackErrors: true,
  })
  if (!isCompiledQuery(compiled)) return undefined
  return {
    coerceVariables: (variables) =>
      getVariableValues(schema, operation.variableDefinitions ?? [], variables).coerced,
    checkCost: createCostCheck({ schema, document, operation }),
    execute: compiled.query,
  }
}

/** A Map keeps its keys in the order of their coming. */
function putLast<Value>(map: Map<string, Value>, key: string, value: Value, maxSize: number): void {
  map.delete(key)
  map.set(key, value)
  const [first] = map.size > maxSize ? map.keys() : []
  if (first !== undefined) map.delete(first)
}
