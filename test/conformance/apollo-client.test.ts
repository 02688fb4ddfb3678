import { ApolloClient, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client'
import { relayStylePagination } from '@apollo/client/utilities'
import { expect, test } from 'vitest'
import { startApi } from '../support/api.ts'
import { insertContract, insertMessage, insertSession, insertUser } from '../support/factories.ts'

interface Connection<Item> {
  readonly edges: readonly { readonly node: Item }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}
type Contracts = { readonly contracts: Connection<{ readonly name: string }> }
type Messages = { readonly chatSession: { readonly messages: Connection<{ readonly content: string }> } }

const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
const contractPages: TypedDocumentNode<Contracts, { after?: string | null }> = gql`
  query ($after: String) {
    contracts(first: 2, after: $after, orderBy: { field: NAME, direction: ASC }) {
      edges { cursor node { id name } } ${pageInfo}
    }
  }
`
const messagePages: TypedDocumentNode<Messages, { id: string; before?: string | null }> = gql`
  query ($id: ID!, $before: String) {
    chatSession(id: $id) {
      id
      messages(last: 2, before: $before, orderBy: { field: CREATED_AT, direction: ASC }) {
        edges { cursor node { id content } } ${pageInfo}
      }
    }
  }
`

const api = await startApi()
const { db } = api
const owner = await insertUser(db)
const client = new ApolloClient({
  link: new HttpLink({ uri: `${api.url}/graphql`, headers: { 'x-api-key': owner.apiKey } }),
  cache: new InMemoryCache({
    typePolicies: {
      Query: { fields: { contracts: relayStylePagination(['filter', 'orderBy']) } },
      ChatSession: { fields: { messages: relayStylePagination(['orderBy']) } },
    },
  }),
})

test('Apollo Client appends later pages of a list', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) await insertContract(db, { user_id: owner.id, name })

  await client.query({ query: contractPages })
  const list = client.watchQuery({ query: contractPages })
  const loaded = () => client.readQuery({ query: contractPages })?.contracts
  for (const _page of ['second', 'third']) {
    await list.fetchMore({ variables: { after: loaded()?.pageInfo.endCursor ?? null } })
  }

  expect(loaded()?.edges.map(({ node }) => node.name)).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(loaded()?.pageInfo.hasNextPage).toBe(false)
})

test('Apollo Client prepends earlier messages of a session', async () => {
  const session = await insertSession(db, { user_id: owner.id })
  for (const content of ['1', '2', '3', '4', '5']) {
    await insertMessage(db, session, { content, created_at: `2026-01-01T00:00:0${content}Z` })
  }

  const variables = { id: session.id }
  await client.query({ query: messagePages, variables })
  const list = client.watchQuery({ query: messagePages, variables })
  const loaded = () => client.readQuery({ query: messagePages, variables })?.chatSession.messages
  for (const _page of ['second', 'third']) {
    await list.fetchMore({ variables: { before: loaded()?.pageInfo.startCursor ?? null } })
  }

  expect(loaded()?.edges.map(({ node }) => node.content)).toEqual(['1', '2', '3', '4', '5'])
  expect(loaded()?.pageInfo.hasPreviousPage).toBe(false)
})
