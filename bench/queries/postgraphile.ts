import type { Dialect } from './query.ts'

/** The queries for PostGraphile's generated schema, in orders that the indexes support. */
export const postgraphileDialect: Dialect = {
  Q0: { text: 'query Nothing { __typename }', path: ['__typename'] },
  Q1: {
    text: `query Contract($id: UUID!) {
      currentUser {
        contracts: contractsByUserId(first: 1, condition: { rowId: $id }) {
          nodes {
            id: rowId name description targetAddress targetChain isActive analysisCount createdAt updatedAt
          }
        }
      }
    }`,
    path: ['currentUser', 'contracts', 0],
  },
  Q2: {
    text: `query Contracts($first: Int!, $nested: Int!) {
      currentUser {
        contracts: contractsByUserId(
          first: $first, condition: { isActive: true }, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]
        ) {
          nodes {
            id: rowId name targetAddress targetChain createdAt
            competitors: contractCompetitorsByContractIdAndUserId(orderBy: [CREATED_AT_ASC, ROW_ID_ASC]) {
              nodes { id: rowId name address chain }
            }
            analysisParams: contractAnalysisParamByContractIdAndUserId {
              blockRange whaleThreshold maxRetries outputFormats
            }
            analyses: analysesByConfigIdAndUserId(first: $nested, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) {
              nodes { id: rowId type: analysisType status progress createdAt }
            }
          }
        }
      }
    }`,
    path: ['currentUser', 'contracts'],
  },
  Q3: {
    text: `query Chats($first: Int!, $nested: Int!) {
      currentUser {
        chatSessions: chatSessionsByUserId(
          first: $first, condition: { isActive: true }, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]
        ) {
          nodes {
            id: rowId title contractName messageCount createdAt
            messages: chatMessagesBySessionIdAndUserId(first: $nested, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) {
              nodes { id: rowId role content createdAt }
            }
          }
        }
      }
    }`,
    path: ['currentUser', 'chatSessions'],
  },
  Q4: {
    text: `query Analyses($first: Int!) {
      currentUser {
        analyses: analysesByUserId(first: $first, orderBy: [CREATED_AT_DESC, ROW_ID_DESC]) {
          nodes {
            id: rowId type: analysisType status progress createdAt completedAt results
            owner: userByUserId { id: rowId name email }
            contract: contractByConfigIdAndUserId { id: rowId name targetAddress targetChain }
          }
        }
      }
    }`,
    path: ['currentUser', 'analyses'],
  },
  // Without a plugin, PostGraphile counts but does not group.
  Q5: {
    text: `query Counts {
      currentUser {
        ${['pending', 'running', 'completed', 'failed', 'cancelled']
          .map((status) => `${status}: analysesByUserId(condition: { status: "${status}" }) { totalCount }`)
          .join('\n        ')}
      }
    }`,
    path: ['currentUser'],
  },
}
