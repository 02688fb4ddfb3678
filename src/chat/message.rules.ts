import {
  checkAll,
  checkItems,
  requireJsonObject,
  requireOptionalText,
  requireText,
  requireUuid,
} from '../database/validation.ts'
import { badArgument, requireGiven } from '../errors.ts'
import type { ChatMessageInput, ChatMessageRole, EditMessageInput } from '../generated/graphql.ts'
import { decodeComponents } from './component.rules.ts'

/** JSON is kept as text to preserve all digits of numbers. */
export interface NewMessage {
  readonly role: ChatMessageRole
  readonly content: string
  readonly components: string | null
  readonly tokensUsed: number | null
  readonly model: string | null
  readonly processingTimeMs: number | null
  readonly metadata: string
}

/** Undefined fields are unchanged. */
export interface MessageChange {
  readonly content: string | undefined
  /** JSON text; null for a message without components. */
  readonly components: string | null | undefined
}

const maxMessages = 100
const maxContentLength = 200_000
const maxModelLength = 100
/** The maximum of an INTEGER column. */
const maxInteger = 2 ** 31 - 1

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeMessages(messages: readonly ChatMessageInput[]): NewMessage[] {
  if (messages.length === 0 || messages.length > maxMessages) {
    throw badArgument('input.messages', `must have 1 to ${maxMessages} messages`, 'LENGTH')
  }
  return checkItems(messages, 'input.messages', decodeMessage)
}

function decodeMessage(message: ChatMessageInput, argument: string): NewMessage {
  const { role, content, components, model = null, metadata } = message
  const checked = checkAll({
    // May be empty: an answer may consist of components only.
    content: () => checkContent(content, `${argument}.content`),
    components: () => (components == null ? null : decodeComponents(components, `${argument}.components`)),
    tokensUsed: () => checkInteger(message.tokensUsed, `${argument}.tokensUsed`),
    model: () => requireOptionalText(model, `${argument}.model`, { max: maxModelLength }),
    processingTimeMs: () => checkInteger(message.processingTimeMs, `${argument}.processingTimeMs`),
    metadata: () => requireJsonObject(metadata ?? {}, `${argument}.metadata`),
  })
  return { role, ...checked }
}

/** @throws AppError BAD_USER_INPUT with the path of the argument. */
export function decodeMessageEdit({ id, content, components }: EditMessageInput): {
  readonly id: string
  readonly change: MessageChange
} {
  const { id: messageId, ...change } = checkAll({
    id: () => requireUuid(id, 'input.id'),
    content: () => {
      const given = requireGiven(content, 'input.content')
      return given === undefined ? undefined : checkContent(given, 'input.content')
    },
    components: () => (components == null ? components : decodeComponents(components, 'input.components')),
  })
  return { id: messageId, change }
}

function checkContent(content: string, argument: string): string {
  return requireText(content, argument, { min: 0, max: maxContentLength })
}

function checkInteger(value: number | null | undefined, argument: string): number | null {
  if (value == null || value <= maxInteger) return value ?? null
  throw badArgument(argument, `must be at most ${maxInteger}`, 'RANGE')
}
