import { analysisEntity } from './entities/analysis.ts'
import { chatMessageEntity } from './entities/chat-message.ts'
import { chatSessionEntity } from './entities/chat-session.ts'
import { contractEntity } from './entities/contract.ts'
import type { Entity } from './entities/entity.ts'
import { userEntity } from './entities/user.ts'
import type { PrepareLink } from './stages/link.ts'
import { prepareAnalysisLink } from './stages/link-analysis.ts'
import { prepareMessageLink, prepareSessionLink } from './stages/link-chat.ts'
import { prepareContractLink } from './stages/link-contract.ts'
import { prepareUserLink } from './stages/link-user.ts'
import type { RecordKind } from './stages/record.ts'

/** A kind of record: its legacy shape, and what its rows point at. */
export interface Kind {
  readonly entity: Entity
  readonly prepareLink: PrepareLink
}

/** In foreign-key order. */
export const kinds = {
  users: { entity: userEntity, prepareLink: prepareUserLink },
  contracts: { entity: contractEntity, prepareLink: prepareContractLink },
  analyses: { entity: analysisEntity, prepareLink: prepareAnalysisLink },
  chat_sessions: { entity: chatSessionEntity, prepareLink: prepareSessionLink },
  chat_messages: { entity: chatMessageEntity, prepareLink: prepareMessageLink },
} as const satisfies Readonly<Record<RecordKind, Kind>>
