import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { makeExecutableSchema } from '@graphql-tools/schema'
import { buildSchema, type GraphQLSchema, type ValidationRule } from 'graphql'
import { stringify } from '../json/json-text.ts'
import type { Logger } from '../logger.ts'
import { limitAnswer } from './bound-answer.ts'
import type { Context } from './context.ts'
import { limitCost } from './cost-check.ts'
import { createEnumResolvers } from './enums.ts'
import { readUrlVariables, refusePrototypeVariable } from './exact-variables.ts'
import type { ErrorFormatter } from './format-error.ts'
import { setHttpStatus } from './http-status.ts'
import { maxTokens } from './limits.ts'
import type { QueryCache } from './query-cache.ts'
import { resolvers } from './resolvers.ts'
import { readSchemaText } from './schema-text.ts'

export interface GraphQLServerOptions {
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
      limitAnswer(formatError),
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
