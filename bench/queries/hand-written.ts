import type { Dialect } from './query.ts'

/** The queries for the hand-written schema of the other servers: plain lists of the token's user. */
export const handWrittenDialect: Dialect = {
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
        id name targetAddress targetChain createdAt
        competitors { id name address chain }
        analysisParams { blockRange whaleThreshold maxRetries outputFormats }
        analyses(first: $nested) { id type status progress createdAt }
      }
    }`,
    path: ['contracts'],
  },
  Q3: {
    text: `query Chats($first: Int!, $nested: Int!) {
      chatSessions(first: $first) {
        id title contractName messageCount createdAt
        messages(first: $nested) { id role content createdAt }
      }
    }`,
    path: ['chatSessions'],
  },
  Q4: {
    text: `query Analyses($first: Int!) {
      analyses(first: $first) {
        id type status progress createdAt completedAt results
        owner { id name email }
        contract { id name targetAddress targetChain }
      }
    }`,
    path: ['analyses'],
  },
  Q5: { text: 'query Counts { analysisCounts { status count } }', path: ['analysisCounts'] },
}
