import { createServer } from 'node:http'
import { createSchema, createYoga } from 'graphql-yoga'
import { announce, createPool, verifyUser } from './environment.ts'
import { createPeerContext, type PeerContext, resolvers } from './resolvers.ts'
import { createReader } from './rows.ts'
import { typeDefs } from './scalars.ts'

/** GraphQL Yoga started as in its documentation, with DataLoader. */
const pool = createPool()
const yoga = createYoga({
  schema: createSchema<PeerContext>({ typeDefs, resolvers }),
  context: async ({ request }) =>
    createPeerContext(createReader(pool, await verifyUser(request.headers.get('authorization')))),
})
const server = createServer(yoga)
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') announce(address.port)
})
