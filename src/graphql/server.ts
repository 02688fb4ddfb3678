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
import { type ErrorFormatter, recordOperation, setHttpStatus, toHttpError } from './errors.ts'
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

/** Creates and starts an Apollo Server for schema.graphql. It contacts no other host. */
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
    // Turned off by a validation rule of this server, whose message names the setting.
    introspection: true,
    validationRules: [...validationRules, rejectPrototypeVariable],
    // Otherwise anonymous clients could fill a cache with their documents.
    persistedQueries: false,
    documentStore: queries.documentStore,
    // Forms of other sites can send none of these headers. Credentials are among them, so that curl needs no extra
    // header to send files.
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
      // Before setHttpStatus, which depends on the errors.
      limitResponseSize(formatError),
      setHttpStatus(),
      recordOperation(),
      queries.plugin,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  })
  await server.start()
  return server
}

/** The executable schema: schema.graphql with the resolvers of all rooms. */
export function createSchema(): GraphQLSchema {
  const typeDefs = readSchemaText()
  return makeExecutableSchema({
    typeDefs,
    resolvers: [createEnumResolvers(buildSchema(typeDefs)), ...resolvers],
    // Otherwise resolvers get the name of an enum in a default value instead of its internal value.
    updateResolversInPlace: true,
  })
}

/**
 * Parses the variables in the URL of a GET like those in the body of a POST. Apollo Server would round their numbers.
 */
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
        // Thrown here because Apollo Server treats errors thrown earlier as internal errors.
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
 * Rejects a variable named `$__proto__`: graphql-js assigns it to a plain object, whose prototype it becomes, and
 * then treats inherited properties as the checked values of other variables.
 */
const rejectPrototypeVariable: ValidationRule = (context) => ({
  VariableDefinition(node) {
    if (node.variable.name.value !== '__proto__') return
    context.reportError(new GraphQLError('A variable must not be named "$__proto__".', { nodes: node }))
  },
})
