import type { RecordKind } from '../scan/source-item.ts'
import { analysisRecords, prepareAnalysisLink } from './analysis.ts'
import { chatMessageRecords, prepareMessageLink, prepareSessionLink } from './chat-message.ts'
import { chatSessionRecords } from './chat-session.ts'
import { contractRecords, prepareContractLink } from './contract.ts'
import type { PrepareLink } from './link.ts'
import type { RecordType } from './record-type.ts'
import { prepareUserLink, userRecords } from './user.ts'

/** A kind of record: its legacy shape, and what its rows point at. */
export interface Kind {
  readonly entity: RecordType
  readonly prepareLink: PrepareLink
}

/** In foreign-key order. */
export const recordTypes = {
  users: { entity: userRecords, prepareLink: prepareUserLink },
  contracts: { entity: contractRecords, prepareLink: prepareContractLink },
  analyses: { entity: analysisRecords, prepareLink: prepareAnalysisLink },
  chat_sessions: { entity: chatSessionRecords, prepareLink: prepareSessionLink },
  chat_messages: { entity: chatMessageRecords, prepareLink: prepareMessageLink },
} as const satisfies Readonly<Record<RecordKind, Kind>>
