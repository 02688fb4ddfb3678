import type { Dialect } from './query.ts'

/** The queries for this API. */
export const ourDialect: Dialect = {
  Q0: { text: 'query Nothing { __typename }', path: ['__typename'] },
  Q1: {
    text: `query Contract($id: ID!) {
      contract(id: $id) {
        id name description targetAddress targetChain isActive analysisCount createdAt updatedAt
      }
    }`,
    path: ['contract'],
  },
  Q2: {
    text: `query Contracts($first: Int!, $nested: Int!) {
      contracts(first: $first) {
        edges {
          node {
            id name targetAddress targetChain createdAt
            competitors { id name address chain }
            analysisParams { blockRange whaleThreshold maxRetries outputFormats }
            analyses(first: $nested) { edges { node { id type status progress createdAt } } }
          }
        }
      }
    }`,
    path: ['contracts'],
  },
  Q3: {
    text: `query Chats($first: Int!, $nested: Int!) {
      chatSessions(first: $first, orderBy: { field: CREATED_AT, direction: DESC }) {
        edges {
          node {
            id title contractName messageCount createdAt
            messages(first: $nested) { edges { node { id role content createdAt } } }
          }
        }
      }
    }`,
    path: ['chatSessions'],
  },
  Q4: {
    text: `query Analyses($first: Int!) {
      analyses(first: $first) {
        edges {
          node {
            id type status progress createdAt completedAt results
            owner { id name email }
            contract { id name targetAddress targetChain }
          }
        }
      }
    }`,
    path: ['analyses'],
  },
  Q5: {
    text: 'query Counts { analysisStats { byStatus { status count } } }',
    path: ['analysisStats', 'byStatus'],
  },
}
