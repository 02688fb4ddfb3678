import type { ApolloServerPlugin } from '@apollo/server'
import { type ExecutionResult, getVariableValues } from 'graphql'
import { AppError } from '../errors.ts'
import type { Context } from './context.ts'
import { toHttpError } from './errors.ts'
import { type CostMeasure, measureQuery, type Query, type QueryCost } from './query-cost.ts'

/** Maximum tokens of a document: many times those of GraphiQL's introspection query. */
export const maxTokens = 4_000
const maxObjects = 20_000
const maxStatements = 100
const expensiveObjectsShare = 1 / 4
/** Less, because large values may be many times their typical size. */
const expensiveBytesShare = 1 / 16

const adviceOf: Readonly<Record<CostMeasure, string>> = {
  objects: 'Request smaller pages',
  statements: 'Request fewer lists, counts, searches and large values',
  bytes: 'Request fewer large values or smaller pages',
}

/**
 * The maximum cost of one request.
 * @param maxAnswerBytes how much a request may read and return. A query whose typical size exceeds it is not
 * executed.
 */
export function createMaxCost(maxAnswerBytes: number): QueryCost {
  return { objects: maxObjects, statements: maxStatements, bytes: maxAnswerBytes }
}

/** Whether a caller may execute only one query of this cost at a time. */
export function isExpensive(cost: QueryCost, maxCost: QueryCost): boolean {
  return (
    cost.objects > maxCost.objects * expensiveObjectsShare || cost.bytes > maxCost.bytes * expensiveBytesShare
  )
}

/**
 * @returns the cost of the query.
 * @throws AppError TOO_COMPLEX that names the cost, the limit and the most expensive field.
 */
function checkCost(query: Query, maxCost: QueryCost): QueryCost {
  const { cost, largestFields } = measureQuery(query)
  for (const measure of ['objects', 'statements', 'bytes'] as const) {
    if (cost[measure] <= maxCost[measure]) continue
    const field = largestFields[measure]
    const limitName = `max${measure.charAt(0).toUpperCase()}${measure.slice(1)}`
    throw new AppError(
      'TOO_COMPLEX',
      `The query could cost ${cost[measure]} ${measure}; the limit is ${maxCost[measure]}. ` +
        `${adviceOf[measure]}, or split the query; "${field}" costs most.`,
      { details: { [measure]: cost[measure], [limitName]: maxCost[measure], field } },
    )
  }
  return cost
}

/**
 * @param variables the coerced variables that the query is executed with.
 * @throws AppError TOO_COMPLEX if the query exceeds a limit with them, and as `measureQuery` does.
 */
export type CostCheck = (variables: Readonly<Record<string, unknown>>) => QueryCost

/** Maximum shapes of variables cached for one query. Clients use few different page sizes. */
const maxCachedShapes = 50

/** Creates the check for one valid query, which caches the costs of accepted variables by their shape. */
export function createCostCheck(
  { schema, document, operation }: Omit<Query, 'variables'>,
  maxCost: QueryCost,
): CostCheck {
  const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
  const costs = new Map<string, QueryCost>()
  return (variables) => {
    const shape = describeShape(names, variables)
    const cached = shape === undefined ? undefined : costs.get(shape)
    if (cached !== undefined) return cached
    const cost = checkCost({ schema, document, operation, variables }, maxCost)
    if (shape !== undefined) {
      if (costs.size >= maxCachedShapes) costs.clear()
      costs.set(shape, cost)
    }
    return cost
  }
}

/** Rejects queries that exceed a limit before anything is loaded, for everything that Apollo Server executes. */
export function limitCost(maxCost: QueryCost): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      let cost: QueryCost | undefined
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          const definitions = operation?.variableDefinitions ?? []
          const { coerced } = getVariableValues(schema, definitions, request.variables ?? {})
          // Execution reports an unknown operation and variables of wrong types.
          if (operation === undefined || coerced === undefined) return
          try {
            cost = checkCost({ schema, document, operation, variables: coerced }, maxCost)
            if (isExpensive(cost, maxCost)) await contextValue.work.takeExpensiveTurn()
          } catch (error) {
            throw toHttpError(error)
          }
        },
        async willSendResponse({ request, response: { body } }) {
          if (cost === undefined || body.kind !== 'single') return
          if (!isCostRequested(request.http?.headers.get(costHeader))) return
          body.singleResult = addCost(body.singleResult, cost, maxCost)
        },
      }
    },
  }
}

/** Maximum characters of a shape that is cached. */
const maxShapeLength = 200
/**
 * Maximum characters of all texts together. Less than the limit of any argument, so that texts that could exceed one
 * are checked every time.
 */
const maxTextsLength = 200

/**
 * Everything in the variables that a cost can depend on, as text: which variables are present, numbers, booleans,
 * lengths of lists, members of objects, and whether a text is empty. Different shapes have different texts.
 * @returns undefined for long values, which are unlikely to be repeated or must be measured.
 */
export function describeShape(
  names: readonly string[],
  variables: Readonly<Record<string, unknown>>,
): string | undefined {
  const writer = new ShapeWriter()
  for (const name of names) writer.add(variables[name])
  return writer.isLong ? undefined : writer.shape
}

class ShapeWriter {
  shape = ''
  textsLength = 0

  get isLong(): boolean {
    return this.shape.length > maxShapeLength || this.textsLength > maxTextsLength
  }

  /** Stops when the text is too long, so that a large value is not walked to its end. */
  add(value: unknown): void {
    if (this.isLong) return
    if (typeof value !== 'object' || value === null) this.shape += this.describeScalar(value)
    else if (Array.isArray(value)) this.addItems(value)
    else this.addMembers(value)
  }

  describeScalar(value: unknown): string {
    switch (typeof value) {
      case 'undefined':
        return '_'
      case 'string':
        this.textsLength += value.length
        return value === '' ? 'e' : 's'
      case 'boolean':
        return value ? 't' : 'f'
      case 'number':
        return `${value};`
      default:
        return value === null ? 'n' : 'x'
    }
  }

  addItems(items: readonly unknown[]): void {
    this.shape += '['
    for (const item of items) {
      if (this.isLong) return
      this.add(item)
    }
    this.shape += ']'
  }

  /** Quotes the names, because keys of a JSON value may contain any character. */
  addMembers(members: object): void {
    this.shape += '{'
    for (const [name, value] of Object.entries(members)) {
      if (this.isLong) return
      this.shape += JSON.stringify(name)
      this.add(value)
    }
    this.shape += '}'
  }
}

/** A request with this header set to 1 gets its cost in `extensions.cost` of the response. */
export const costHeader = 'x-graphql-cost'

/** @param header the value of `costHeader` in the request. */
export function isCostRequested(header: unknown): boolean {
  return header === '1'
}

/** The response with the estimated cost of its query and the limits. */
export function addCost<Result extends Pick<ExecutionResult, 'extensions'>>(
  result: Result,
  cost: QueryCost,
  maxCost: QueryCost,
): Result {
  return { ...result, extensions: { ...result.extensions, cost: { ...cost, limits: maxCost } } }
}
