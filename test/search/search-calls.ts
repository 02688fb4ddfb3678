import { type Answer, startApi } from '../support/api.ts'
import {
  type Account,
  insertContract,
  insertMessage,
  insertSession,
  insertUser,
} from '../support/factories.ts'

export const api = await startApi()
export const { db } = api
export const owner = await insertUser(db)
export const user_id = owner.id
export const stranger = await insertUser(db)

export const router = await insertContract(db, {
  ...{ user_id, name: 'Uniswap V3 Router', description: 'Swaps tokens along a route' },
  target_address: '0xE592427A0AEce92De3Edee1F18E0157C05861564',
})
export const uniswap = await insertContract(db, { user_id, name: 'Uniswap', target_address: '0xaaaa' })
await insertContract(db, { user_id, name: 'Uniswap archived', is_active: false, target_address: '0xbbbb' })
export const talk = await insertSession(db, {
  user_id,
  title: 'Fees of the router',
  contract_name: 'Uniswap V3',
})
export const deleted = await insertSession(db, { user_id, title: 'Uniswap thrown away', is_active: false })
export const message = await insertMessage(db, talk, { content: 'Liquidity of Uniswap pools grows fast' })
await insertMessage(db, deleted, { content: 'Liquidity of Uniswap' })
await insertContract(db, { user_id: stranger.id, name: 'Uniswap of a stranger' })
export const foreign = await insertSession(db, { user_id: stranger.id, title: 'Uniswap of a stranger' })
await insertMessage(db, foreign, { content: 'Uniswap liquidity' })

export const search = (variables: object, sender: Account = owner) =>
  api.ask(
    `query ($query: String!, $kinds: [SearchKind!], $first: Int, $after: String) {
      search(query: $query, kinds: $kinds, first: $first, after: $after) {
        pageInfo { hasNextPage endCursor }
        edges { node { score snippet subject {
          __typename ... on Contract { id name } ... on ChatSession { id title } ... on ChatMessage { id content }
          ... on Analysis { id errorMessage }
        } } }
      }
    }`,
    variables,
    sender,
  )
export type Edge = { node: { score: number; snippet: string; subject: { id: string; __typename: string } } }
export const nodesOf = ({ data }: Answer): Edge['node'][] => data.search.edges.map(({ node }: Edge) => node)
export const idsOf = (answer: Answer) => nodesOf(answer).map(({ subject }) => subject.id)
