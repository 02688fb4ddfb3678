import type { RecordKind } from '../scan/source-item.ts'
import type { ImportedTable } from './record-type.ts'

/** A table with rows of a record, and the column that holds the record's id. */
export interface RecordTable {
  readonly table: ImportedTable
  readonly key: 'id' | 'user_id' | 'contract_id'
}

/** Where the rows of each kind of record stand: its own row first, then its parts. */
export const recordTables: Readonly<
  Record<RecordKind, { readonly own: RecordTable; readonly parts: RecordTable[] }>
> = {
  users: {
    own: { table: 'users', key: 'id' },
    parts: [
      { table: 'user_onboarding', key: 'user_id' },
      { table: 'user_preferences', key: 'user_id' },
    ],
  },
  contracts: {
    own: { table: 'contracts', key: 'id' },
    parts: [
      { table: 'contract_competitors', key: 'contract_id' },
      { table: 'contract_rpc_config', key: 'contract_id' },
      { table: 'contract_analysis_params', key: 'contract_id' },
    ],
  },
  analyses: { own: { table: 'analyses', key: 'id' }, parts: [] },
  chat_sessions: { own: { table: 'chat_sessions', key: 'id' }, parts: [] },
  chat_messages: { own: { table: 'chat_messages', key: 'id' }, parts: [] },
}

/** The tables of a kind, in foreign-key order. */
export function tablesOf(kind: RecordKind): readonly RecordTable[] {
  const { own, parts } = recordTables[kind]
  return [own, ...parts]
}
