import { ApolloServer, type ApolloServerPlugin, type GraphQLRequest } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { makeExecutableSchema } from '@graphql-tools/schema'
import { buildSchema, GraphQLError, type GraphQLSchema, type ValidationRule } from 'graphql'
import { AppError } from '../errors.ts'
import { isJsonObject } from '../json/json-value.ts'
import { parseRequestText } from '../json/parse-request.ts'
import { stringify } from '../json/print.ts'
import type { Logger } from '../logger.ts'
import type { Context } from './context.ts'
import { type ErrorFormatter, setHttpStatus, toHttpError } from './errors.ts'
import { limitCost, maxTokens } from './limits.ts'
import type { QueryCache } from './query-cache.ts'
import { resolvers } from './resolvers.ts'
import { limitResponseSize } from './response-size.ts'
import { createEnumResolvers, readSchemaText } from './schema.ts'

interface GraphQLServerOptions {
  readonly logger: Logger
  readonly formatError: ErrorFormatter
  readonly queries: Pick<QueryCache, 'plugin' | 'documentStore' | 'maxCost'>
  /** Rules in addition to those of the GraphQL specification. */
  readonly validationRules?: readonly ValidationRule[]
}

/** Apollo Server over schema.graphql, started. Nothing of it calls any other host. */
export async function createGraphQLServer({
  logger,
  formatError,
  queries,
  validationRules = [],
}: GraphQLServerOptions): Promise<ApolloServer<Context>> {
  const schema = createSchema()
  const server = new ApolloServer<Context>({
    schema,
    parseOptions: { maxTokens },
    // A validation rule of this server decides whether it is allowed, and its message names the setting.
    introspection: true,
    validationRules: [...validationRules, refusePrototypeVariable],
    // Otherwise strangers could fill a cache with their documents.
    persistedQueries: false,
    documentStore: queries.documentStore,
    // No form of another site can send any of these. Those of credentials let curl send files without more ado.
    csrfPrevention: {
      requestHeaders: ['x-api-key', 'authorization', 'apollo-require-preflight', 'x-apollo-operation-name'],
    },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError,
    stringifyResult: stringify,
    logger,
    plugins: [
      readUrlVariables(),
      limitCost(queries.maxCost),
      // Before the status, which depends on it.
      limitResponseSize(formatError),
      setHttpStatus(),
      queries.plugin,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  })
  await server.start()
  return server
}

/** schema.graphql with the resolvers of all rooms. */
export function createSchema(): GraphQLSchema {
  const typeDefs = readSchemaText()
  return makeExecutableSchema({
    typeDefs,
    resolvers: [createEnumResolvers(buildSchema(typeDefs)), ...resolvers],
    // Otherwise an enum within an argument's default value keeps its name where resolvers expect the inner value.
    updateResolversInPlace: true,
  })
}

/** Parses the variables in the URL of a GET like those in the body of a POST: Apollo Server would round their numbers. */
function readUrlVariables(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ request }) {
      const text = request.http?.method === 'GET' ? findVariables(request) : null
      if (text === null) return
      const parsed = parseRequestText(text)
      if ('value' in parsed && isJsonObject(parsed.value)) {
        request.variables = parsed.value
        return
      }
      const problem = 'problem' in parsed ? parsed.problem : 'is not a JSON object'
      return {
        // Apollo Server treats errors thrown earlier as its own failures.
        async didResolveOperation() {
          throw toHttpError(new AppError('BAD_USER_INPUT', `The URL parameter "variables" ${problem}.`))
        },
      }
    },
  }
}

function findVariables({ http }: GraphQLRequest): string | null {
  return new URLSearchParams(http?.search).get('variables')
}

/**
 * Rejects a variable named `$__proto__`: graphql-js assigns it to a plain object, whose prototype it becomes, and then
 * treats inherited properties as the checked values of other variables.
 */
const refusePrototypeVariable: ValidationRule = (context) => ({
  VariableDefinition(node) {
    if (node.variable.name.value !== '__proto__') return
    context.reportError(new GraphQLError('No variable may be named "$__proto__".', { nodes: node }))
  },
})
