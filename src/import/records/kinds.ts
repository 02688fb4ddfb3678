import { analysisRecords } from './analysis.ts'
import { chatMessageRecords } from './chat-message.ts'
import { chatSessionRecords } from './chat-session.ts'
import { contractRecords } from './contract.ts'
import type { RecordKind, RecordTable, RecordType } from './record-type.ts'
import { userRecords } from './user.ts'

export const recordTypes: Readonly<Record<RecordKind, RecordType>> = {
  users: userRecords,
  contracts: contractRecords,
  analyses: analysisRecords,
  chat_sessions: chatSessionRecords,
  chat_messages: chatMessageRecords,
}

/** The tables of a kind, in foreign-key order. */
export function listRecordTables(kind: RecordKind): readonly RecordTable[] {
  const { own, parts } = recordTypes[kind].tables
  return [own, ...parts]
}
