import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { announce, createPool, verifyUser } from './environment.ts'
import { createPeerContext, type PeerContext, resolvers } from './resolvers.ts'
import { createReader } from './rows.ts'
import { typeDefs } from './scalars.ts'

/** Apollo Server started as in its documentation, with DataLoader. */
const pool = createPool()
const server = new ApolloServer<PeerContext>({ typeDefs, resolvers })
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: 0 },
  context: async ({ req }) =>
    createPeerContext(createReader(pool, await verifyUser(req.headers.authorization))),
})
announce(Number(new URL(url).port))
