import type { ApolloServerPlugin } from '@apollo/server'
import { GraphQLError, type GraphQLSchema } from 'graphql'
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity'
import { defaultPageSize, maxPageSize } from '../database/pagination.ts'
import type { Context } from './context.ts'

/** The most words and signs of a query: enough for GraphiQL's introspection many times over. */
export const maxTokens = 4_000
/** The most objects that one request may ask for, each counted whether it exists or not. */
export const maxObjects = 20_000

/** A list inside a page counts as this many objects, being short. */
const plainListSize = 5
/** Fields that cost a statement, or much text, though they are no objects. */
const costlyFields = new Set(['results', 'logs', 'totalCount', 'targetAbi', 'abi', 'components', 'logo'])

const estimateObjects: ComplexityEstimator = ({ args, field, childComplexity }) => {
  const type = String(field.type).replaceAll('!', '')
  if (type.endsWith('Connection')) {
    const size = args.first ?? args.last ?? defaultPageSize
    return Math.min(Math.max(Number(size), 1), maxPageSize) * Math.max(childComplexity, 1)
  }
  if (field.name === 'edges' || field.name === 'pageInfo') return childComplexity
  if (field.name === 'nodes') return args.ids.length * (1 + childComplexity)
  if (costlyFields.has(field.name)) return 1
  if (childComplexity === 0 && !type.startsWith('[')) return field.name === 'node' ? 1 : 0
  return type.startsWith('[') ? plainListSize * (1 + childComplexity) : 1 + childComplexity
}

/**
 * Refuses a query that could ask for too many objects before anything is loaded.
 * Relay's `edges` and `pageInfo` are no objects of their own.
 */
export function limitComplexity(schema: GraphQLSchema): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ request, document, operationName }) {
          const objects = getComplexity({
            schema,
            query: document,
            variables: request.variables ?? {},
            ...(operationName === null ? {} : { operationName }),
            estimators: [estimateObjects],
          })
          if (objects <= maxObjects) return
          throw new GraphQLError(
            `The query could ask for ${objects} objects; ${maxObjects} is the most. Ask for smaller pages.`,
            { extensions: { code: 'TOO_COMPLEX', objects, maxObjects } },
          )
        },
      }
    },
  }
}
