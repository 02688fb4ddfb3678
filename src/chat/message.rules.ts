import { requireJson, requireJsonObject, requireOptionalText, requireText } from '../database/validation.ts'
import { badArgument } from '../errors.ts'
import type { ChatMessageInput, ChatMessageRole } from '../generated/graphql.ts'

/** A message to add, its JSON as text so that every digit stays. */
export interface NewMessage {
  readonly role: ChatMessageRole
  readonly content: string
  readonly components: string | null
  readonly tokensUsed: number | null
  readonly model: string | null
  readonly processingTime: number | null
  readonly metadata: string
}

const maxMessages = 100
const maxContentLength = 200_000
const maxModelLength = 100
/** What an INTEGER column holds. */
const maxInteger = 2 ** 31 - 1

/** What screens know how to draw. */
const componentTypes = new Set<unknown>([
  ...['text', 'chart', 'metric_card', 'table', 'alert', 'insight_card', 'recommendation'],
  ...['transaction_list', 'user_analysis', 'competitive_comparison'],
])

/** @throws AppError BAD_USER_INPUT that names the argument. */
export function decodeMessages(messages: readonly ChatMessageInput[]): NewMessage[] {
  if (messages.length === 0 || messages.length > maxMessages) {
    throw badArgument('input.messages', `must hold 1 to ${maxMessages} messages`)
  }
  return messages.map((message, place) => decodeMessage(message, `input.messages.${place}`))
}

function decodeMessage(message: ChatMessageInput, argument: string): NewMessage {
  const { role, content, components, model = null, metadata } = message
  return {
    role,
    // Without a character: an answer may be a chart alone.
    content: requireText(content, `${argument}.content`, { min: 0, max: maxContentLength }),
    components: components == null ? null : checkComponents(components, `${argument}.components`),
    tokensUsed: checkInteger(message.tokensUsed, `${argument}.tokensUsed`),
    model: requireOptionalText(model, `${argument}.model`, { max: maxModelLength }),
    processingTime: checkInteger(message.processingTime, `${argument}.processingTime`),
    metadata: requireJsonObject(metadata ?? {}, `${argument}.metadata`),
  }
}

function checkComponents(components: unknown, argument: string): string {
  if (!Array.isArray(components)) throw badArgument(argument, 'must be an array of objects with a "type"')
  for (const [place, component] of components.entries()) {
    const type: unknown = typeof component === 'object' && component !== null ? component.type : undefined
    if (componentTypes.has(type)) continue
    throw badArgument(
      `${argument}.${place}.type`,
      `must be one of ${[...componentTypes].map(String).join(', ')}`,
    )
  }
  return requireJson(components, argument)
}

function checkInteger(value: number | null | undefined, argument: string): number | null {
  if (value == null || value <= maxInteger) return value ?? null
  throw badArgument(argument, `must be at most ${maxInteger}`)
}
