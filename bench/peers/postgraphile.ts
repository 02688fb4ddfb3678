import { createServer } from 'node:http'
import { grafserv } from 'grafserv/node'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { context } from 'postgraphile/grafast'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { extendSchema } from 'postgraphile/utils'
import { announce, connectionString, poolSize, verifyUser } from './environment.ts'

declare global {
  namespace Grafast {
    interface Context {
      readonly userId: string
    }
  }
}

/**
 * The user of the token. All other fields are below it, so every statement is restricted to this user's rows. Row-level
 * security would also do this, but requires a transaction and settings for each statement.
 */
const currentUser = extendSchema((build) => ({
  typeDefs: 'extend type Query { currentUser: User }',
  objects: {
    Query: {
      plans: {
        currentUser: () => build.pgResources.users?.get({ id: context().get('userId') }),
      },
    },
  },
}))

/**
 * PostGraphile started as in its documentation: the amber preset with its defaults, except for the plugin that hides
 * relations without an index on all of their columns. It would hide those between a contract and its parts, whose
 * foreign keys include the user.
 */
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [currentUser],
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [makePgService({ connectionString, schemas: ['public'], poolConfig: { max: poolSize } })],
  grafserv: { graphqlPath: '/graphql', watch: false },
  grafast: {
    context: async ({ node }) => ({ userId: await verifyUser(node?.req.headers.authorization) }),
  },
})
const server = createServer()
await instance.createServ(grafserv).addTo(server)
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') announce(address.port)
})
