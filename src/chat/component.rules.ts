import { checkAll, checkItems, requireJson, requireOptionalText } from '../database/validation.ts'
import { badArgument } from '../errors.ts'
import type { ChatComponentInput, ChatComponentType } from '../generated/graphql.ts'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json/json-value.ts'

/** A chart, table or card of a message. Imported ones may have any form: all of their values are in one of the fields. */
export interface Component {
  readonly type: ChatComponentType
  readonly originalType: string | null
  readonly title: string | null
  readonly description: string | null
  readonly xAxis: string | null
  readonly yAxis: string | null
  readonly data: JsonValue
  /** Null if there are none. */
  readonly otherMembers: JsonObject | null
}

/** The types that user interfaces can render, as they are stored. */
const types = [
  ...['text', 'chart', 'metric_card', 'table', 'alert', 'insight_card', 'recommendation'],
  ...['transaction_list', 'user_analysis', 'competitive_comparison'],
] as const satisfies readonly ChatComponentType[]

const textMembers = ['type', 'title', 'description', 'xAxis', 'yAxis'] as const
const textLimits = { min: 0, max: 500 }
const descriptionLimits = { min: 0, max: 10_000 }
/** Characters of JSON of all components of a message. */
const maxComponentsLength = 200_000

/** The components of a stored value, which is a list unless it was imported. Nulls are omitted. */
export function toComponents(stored: JsonValue): Component[] {
  const items = isJsonArray(stored) ? stored : [stored]
  return items.filter((item) => item !== null).map(toComponent)
}

function toComponent(item: JsonValue): Component {
  const members = isJsonObject(item) ? new Map(Object.entries(item)) : new Map([['data', item]])
  const takeText = (name: (typeof textMembers)[number]): string | null => {
    const value = members.get(name)
    if (typeof value !== 'string') return null
    members.delete(name)
    return value
  }
  const storedType = takeText('type')
  const type = types.find((known) => known === storedType) ?? 'other'
  const data = members.get('data') ?? null
  members.delete('data')
  return {
    ...{ type, originalType: type === 'other' ? storedType : null },
    ...{ title: takeText('title'), description: takeText('description') },
    ...{ xAxis: takeText('xAxis'), yAxis: takeText('yAxis'), data },
    otherMembers: members.size === 0 ? null : Object.fromEntries(members),
  }
}

/**
 * @returns JSON text in the format of the column.
 * @throws AppError BAD_USER_INPUT with the path of the argument.
 */
export function decodeComponents(components: readonly ChatComponentInput[], argument: string): string {
  const text = requireJson(checkItems(components, argument, checkComponent), argument)
  if (text.length <= maxComponentsLength) return text
  throw badArgument(argument, `must have at most ${maxComponentsLength} characters`, 'LENGTH')
}

/** Omitted members are undefined, which JSON omits. */
function checkComponent({ data, ...texts }: ChatComponentInput, argument: string): object {
  const checkText = (name: 'title' | 'xAxis' | 'yAxis') => () =>
    requireOptionalText(texts[name] ?? undefined, `${argument}.${name}`, textLimits)
  return checkAll({
    type: () => checkType(texts.type, `${argument}.type`),
    title: checkText('title'),
    description: () =>
      requireOptionalText(texts.description ?? undefined, `${argument}.description`, descriptionLimits),
    xAxis: checkText('xAxis'),
    yAxis: checkText('yAxis'),
    data: () => {
      if (data == null) return undefined
      requireJson(data, `${argument}.data`)
      return data
    },
  })
}

function checkType(type: ChatComponentType, argument: string): ChatComponentType {
  if (type !== 'other') return type
  throw badArgument(argument, `must be one of ${types.join(', ').toUpperCase()}`)
}
