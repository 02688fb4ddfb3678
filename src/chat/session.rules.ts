import { checkAddress, checkChain } from '../contracts/address.rules.ts'
import { checkAll, requireOptionalText, requireText } from '../database/validation.ts'
import { AppError, requireFound, requireGiven, requireUnmodified } from '../errors.ts'
import type { OpenChatSessionInput, UpdateChatSessionInput } from '../generated/graphql.ts'

const maxTitleLength = 500
const maxContractNameLength = 255

/** The contract to chat about. `contractName` and `title` are used only for a new session. */
export interface ChatSubject {
  readonly contractAddress: string
  readonly contractChain: string
  readonly contractName: string | null
  /** Undefined for the default of the column. */
  readonly title: string | undefined
}

/** Undefined fields are unchanged. */
export interface SessionChange {
  readonly title: string | undefined
  readonly contractName: string | null | undefined
}

export interface SessionState {
  readonly isActive: boolean
  readonly updatedAt: Date
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeChatSubject(input: OpenChatSessionInput): ChatSubject {
  const { contractAddress, contractName = null, title } = input
  const checked = checkAll({
    contractChain: () => {
      const chain = checkChain(input.contractChain, 'input.contractChain')
      checkAddress(contractAddress, chain, 'input.contractAddress')
      return chain
    },
    contractName: () => checkContractName(contractName),
    title: () => (title == null ? undefined : checkTitle(title)),
  })
  return { contractAddress, ...checked }
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeSessionChange({ title, contractName }: UpdateChatSessionInput): SessionChange {
  return checkAll({
    title: () => {
      const given = requireGiven(title, 'input.title')
      return given === undefined ? undefined : checkTitle(given)
    },
    contractName: () => checkContractName(contractName),
  })
}

function checkContractName<None extends null | undefined>(name: string | None): string | None {
  return requireOptionalText(name, 'input.contractName', { max: maxContractNameLength })
}

function checkTitle(title: string): string {
  return requireText(title, 'input.title', { max: maxTitleLength })
}

/**
 * Explains why no session was updated. Returns if the session is active and unmodified.
 * @throws AppError NOT_FOUND, CONFLICT for a deleted session, CONFLICT with the time of the last change.
 */
export function requireOpen(session: SessionState | undefined, since?: Date): void {
  const { isActive } = requireFound(session, 'Chat session')
  if (!isActive) throw new AppError('CONFLICT', 'The chat session is deleted. Restore it, or open a new one.')
  requireUnmodified('Chat session', session?.updatedAt, since)
}

/** @throws AppError NOT_FOUND if a session is missing. */
export function requireAll(sessionIds: readonly string[], ids: readonly string[]): void {
  const found = new Set(sessionIds)
  requireFound(ids.every((id) => found.has(id)) || undefined, 'Chat session')
}
