import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApolloServer } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { makeExecutableSchema } from '@graphql-tools/schema'
import { buildSchema, type GraphQLSchema } from 'graphql'
import { stringify } from '../json/json-text.ts'
import type { Logger } from '../logger.ts'
import type { Context } from './context.ts'
import { createEnumResolvers } from './enums.ts'
import type { ErrorFormatter } from './format-error.ts'
import { setHttpStatus } from './http-status.ts'
import { limitCost, maxTokens } from './limits.ts'
import type { QueryCache } from './query-cache.ts'
import { resolvers } from './resolvers.ts'
import { createTextCache } from './text-cache.ts'

const schemaFile = join(import.meta.dirname, '../../schema.graphql')

export interface GraphQLServerOptions {
  readonly logger: Logger
  readonly formatError: ErrorFormatter
  readonly queries: Pick<QueryCache, 'plugin' | 'documentStore'>
}

/** Apollo Server over schema.graphql, started. Nothing of it calls any other host. */
export async function createGraphQLServer({
  logger,
  formatError,
  queries,
}: GraphQLServerOptions): Promise<ApolloServer<Context>> {
  const schema = createSchema()
  const server = new ApolloServer<Context>({
    schema,
    parseOptions: { maxTokens },
    introspection: true,
    documentStore: queries.documentStore,
    cache: createTextCache(),
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
      limitCost(),
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
  const typeDefs = readFileSync(schemaFile, 'utf8')
  return makeExecutableSchema({
    typeDefs,
    resolvers: [createEnumResolvers(buildSchema(typeDefs)), ...resolvers],
    // Otherwise an enum within an argument's default value keeps its name where resolvers expect the inner value.
    updateResolversInPlace: true,
  })
}
