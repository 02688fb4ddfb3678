import { checkAddress, checkChain } from '../contracts/address.rules.ts'
import { requireOptionalText, requireText } from '../database/validation.ts'
import { AppError, requireFound, requireUnmodified } from '../errors.ts'
import type { OpenChatSessionInput } from '../generated/graphql.ts'

const maxTitleLength = 500
const maxContractNameLength = 255

/** A conversation to open: the contract that it is about and, for a new one, what the list shows. */
export interface ChatSubject {
  readonly contractAddress: string
  readonly contractChain: string
  readonly contractName: string | null
  /** Undefined for the title that a session has without one. */
  readonly title: string | undefined
}

/** What a change of a session asks of its present state. */
export interface SessionState {
  readonly isActive: boolean
  readonly updatedAt: Date
}

/** @throws AppError BAD_USER_INPUT that names the argument. */
export function decodeChatSubject(input: OpenChatSessionInput): ChatSubject {
  const { contractAddress, contractName = null, title } = input
  const contractChain = checkChain(input.contractChain, 'input.contractChain')
  checkAddress(contractAddress, contractChain, 'input.contractAddress')
  return {
    contractAddress,
    contractChain,
    contractName: requireOptionalText(contractName, 'input.contractName', { max: maxContractNameLength }),
    title: title == null ? undefined : checkTitle(title),
  }
}

/** @throws AppError BAD_USER_INPUT that names the argument. */
export function checkTitle(title: string): string {
  return requireText(title, 'input.title', { max: maxTitleLength })
}

/**
 * Says why a change of a session met no row; nothing when the session is open and as old as asked for.
 * @throws AppError NOT_FOUND, CONFLICT for a deleted session, CONFLICT with the moment of the last change.
 */
export function requireOpen(session: SessionState | undefined, since?: Date): void {
  const { isActive } = requireFound(session, 'Chat session')
  if (!isActive) throw new AppError('CONFLICT', 'The chat session is deleted. Open a new one.')
  requireUnmodified('Chat session', session?.updatedAt, since)
}

/** @throws AppError NOT_FOUND unless there is a session for each id. */
export function requireAll(sessionIds: readonly string[], ids: readonly string[]): void {
  const found = new Set(sessionIds)
  requireFound(ids.every((id) => found.has(id)) || undefined, 'Chat session')
}
