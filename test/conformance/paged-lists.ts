import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Database } from '../../src/database/connection.ts'
import {
  insertAnalysis,
  insertContract,
  insertMessage,
  insertSession,
  insertUser,
  type Owned,
} from '../support/factories.ts'

/** Values of a row. There are few different ones, so that many rows differ only in their ID. */
export interface Row {
  readonly id: string
  readonly time: string
  readonly otherTime: string
  readonly text: string
  readonly isOdd: boolean
}

/** The owners of listed rows. */
export interface Parents {
  readonly userId: string
  readonly session: Owned
}

export interface PagedList {
  readonly name: string
  /** The selection around the list's field, with `%` in its place. Defaults to a field of Query. */
  readonly template?: string
  readonly filterType?: string
  readonly orderType: string
  readonly orderFields: readonly string[]
  readonly filters: readonly object[]
  insert(db: Database, row: Row, parents: Parents): Promise<unknown>
}

const chains = { true: 'lisk', false: 'ethereum' } as const

export const lists: readonly PagedList[] = [
  {
    name: 'contracts',
    filterType: 'ContractFilter',
    orderType: 'ContractOrder',
    orderFields: ['CREATED_AT', 'UPDATED_AT', 'NAME', 'LAST_ANALYZED_AT', 'ANALYSIS_COUNT'],
    filters: [{}, { isActive: null }, { chains: ['lisk'] }, { tags: ['odd'] }, { search: 'b' }],
    insert: (db, { id, text, ...row }, { userId }) =>
      insertContract(db, {
        ...{ id, user_id: userId, name: text, created_at: row.time, updated_at: row.otherTime },
        ...{ last_analyzed: row.isOdd ? row.otherTime : null, analysis_count: text.length },
        ...{ target_chain: chains[`${row.isOdd}`], tags: row.isOdd ? ['odd'] : [], is_active: text !== 'B' },
      }),
  },
  {
    name: 'analyses',
    filterType: 'AnalysisFilter',
    orderType: 'AnalysisOrder',
    orderFields: ['CREATED_AT', 'UPDATED_AT', 'COMPLETED_AT'],
    filters: [{}, { chains: ['lisk'] }, { types: ['QUICK_SCAN'] }],
    insert: (db, { id, ...row }, { userId }) =>
      insertAnalysis(db, {
        ...(row.text === 'a' ? {} : { status: 'completed', completed_at: row.otherTime }),
        ...{ id, user_id: userId, created_at: row.time, updated_at: row.otherTime },
        ...{ contract_address: '0x1', contract_chain: chains[`${row.isOdd}`], analysis_type: 'quick_scan' },
      }),
  },
  {
    name: 'chatSessions',
    filterType: 'ChatSessionFilter',
    orderType: 'ChatSessionOrder',
    orderFields: ['LAST_ACTIVITY_AT', 'CREATED_AT', 'TITLE', 'MESSAGE_COUNT'],
    filters: [{}, { isActive: null }, { search: 'b' }],
    insert: (db, { id, ...row }, { userId }) =>
      insertSession(db, {
        ...{ id, user_id: userId, title: row.text, contract_address: id, is_active: row.isOdd },
        ...{ created_at: row.time, last_message_at: row.isOdd ? row.otherTime : null },
        message_count: row.text.length,
      }),
  },
  {
    name: 'messages',
    template: 'node(id: $session) { ... on ChatSession { % } }',
    orderType: 'ChatMessageOrder',
    orderFields: ['CREATED_AT'],
    filters: [{}],
    insert: (db, { id, time }, { session }) => insertMessage(db, session, { id, created_at: time }),
  },
  {
    name: 'users',
    filterType: 'UserFilter',
    orderType: 'UserOrder',
    orderFields: ['CREATED_AT', 'EMAIL', 'NAME', 'LAST_LOGIN_AT'],
    filters: [{ search: 'listed' }, { search: 'listed', isActive: true }],
    insert: (db, { id, ...row }) =>
      insertUser(db, {
        ...{ id, name: `listed ${row.text}`, last_login: row.isOdd ? row.otherTime : null },
        ...{ email: `${row.text.toLowerCase()}-${id}@example.com` },
        ...{ created_at: row.time, is_active: row.isOdd },
      }),
  },
]

const times = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', '2026-03-01T00:00:00Z')

export const rows: fc.Arbitrary<Row> = fc.record({
  // Not fc.uuid, which often repeats IDs.
  id: fc.constant(null).map(() => randomUUID()),
  time: times,
  otherTime: times,
  text: fc.constantFrom('a', 'b', 'B', 'Ünï', 'uni'),
  isOdd: fc.boolean(),
})
