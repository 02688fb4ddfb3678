import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql'
import type { Random } from '../random.ts'

/** Options for random values. */
export interface ValueOptions {
  readonly random: Random
  /** The share of values that are invalid for their type, from 0 to 1. */
  readonly wrongRate: number
  /** IDs of existing objects. */
  readonly ids: readonly string[]
}

/** An enum value, which is written without quotes in a query. */
class EnumName {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  toJSON(): string {
    return this.name
  }
}

const texts = [
  ...['', 'a', 'defi', 'ethereum', '0x7a250d5630b4cf539739df2c5dacb4c659f2488d', '/target/x', '%_\\', "';--"],
  ...['\0', 'a\0b', '\ud800', '\udc00\ud800', '\u202e', '😀', '"', '\\', '$1', '{}', 'null', '__proto__'],
  ...['2026-01-01T00:00:00Z', '2026-02-30', '2026-01-01', 'a@example.com', 'x'.repeat(300), 'é'.repeat(5000)],
]
const numbers = [
  ...['0', '1', '-1', '2', '20', '100', '101', '1.0', '1.5', '-0', '2147483647', '2147483648'],
  ...['9007199254740993', '1e3', '1e308', '1e400', '1e-400', '1e131071', '1e999999999', `${'9'.repeat(400)}`],
]
const keys = ['a', '', 'id', 'constructor', 'toString', 'rawJSON', '\0', '\ud800', 'x'.repeat(300)]

/** A value of the right form for the type. */
export function createValue(options: ValueOptions, type: GraphQLInputType, depth = 0): unknown {
  const { random, ids } = options
  if (!isNonNullType(type) && random.chance(0.05)) return null
  const inner = getNullableType(type)
  if (isListType(inner)) {
    return Array.from({ length: random.below(4) }, () => createAny(options, inner.ofType, depth + 1))
  }
  if (isEnumType(inner)) return new EnumName(random.pick(inner.getValues()).name)
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields()).filter(
      (field) => isRequiredInputField(field) || random.chance(depth > 3 ? 0 : 0.4),
    )
    return Object.fromEntries(fields.map(({ name, type }) => [name, createAny(options, type, depth + 1)]))
  }
  switch (String(inner)) {
    case 'ID':
      return random.pick(ids)
    case 'Boolean':
      return random.chance(0.5)
    case 'Int':
    case 'NonNegativeInt':
    case 'BigInt':
      return random.pick([0, 1, 2, 20, 100])
    case 'DateTime':
      return random.pick(['2026-01-01T00:00:00Z', '2026-03-10T09:01:00.107+02:00'])
    case 'LocalDate':
      return '2026-01-01'
    case 'EmailAddress':
      return `user${random.below(1000)}@example.com`
    case 'JSON':
      return random.chance(0.5) ? { a: createWrong(options) } : createWrong(options)
    default:
      return random.pick(texts)
  }
}

/** Usually a value of the type, sometimes any value. */
function createAny(options: ValueOptions, type: GraphQLInputType, depth: number): unknown {
  return options.random.chance(options.wrongRate) ? createWrong(options) : createValue(options, type, depth)
}

/** Any JSON value, usually invalid for the type. */
export function createWrong(options: ValueOptions, depth = 0): unknown {
  const { random } = options
  const kind = random.below(depth > 3 ? 4 : 8)
  if (kind === 0) return null
  if (kind === 1) return random.chance(0.5)
  if (kind === 2) return JSON.rawJSON(random.pick(numbers))
  if (kind === 3 || kind === 4) return random.pick([...texts, ...options.ids])
  if (kind === 5) return Array.from({ length: random.below(4) }, () => createWrong(options, depth + 1))
  if (kind === 6) return nest(random.pick([5, 99, 101, 190]))
  return Object.fromEntries([[random.pick(keys), createWrong(options, depth + 1)]])
}

function nest(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** The value as a literal of a query. */
export function printLiteral(value: unknown): string {
  if (value instanceof EnumName) return value.name
  if (Array.isArray(value)) return `[${value.map(printLiteral).join(', ')}]`
  if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, member]) => `${key}: ${printLiteral(member)}`)
  return `{${members.join(', ')}}`
}
