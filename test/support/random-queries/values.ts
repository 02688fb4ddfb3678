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

/** Ids that exist, where there is a database behind the schema. */
export interface Ids {
  readonly ids: readonly string[]
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A value for an input type, as a variable's. Sometimes null where it may be. */
export function randomInput(random: Random, type: GraphQLInputType, known: Ids): Json {
  if (!isNonNullType(type) && random.chance(0.1)) return null
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    return Array.from({ length: random.below(3) }, () => randomInput(random, nullable.ofType, known))
  }
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields()).filter(
      (field) => isRequiredInputField(field) || random.chance(0.3),
    )
    return Object.fromEntries(fields.map((field) => [field.name, randomInput(random, field.type, known)]))
  }
  if (isEnumType(nullable)) return random.pickSome(nullable.getValues())?.name ?? null
  return randomScalar(random, String(nullable), known)
}

function randomScalar(random: Random, name: string, { ids }: Ids): Json {
  switch (name) {
    case 'Int':
    case 'NonNegativeInt':
      return random.pick([0, 1, 2, 3, 5, 1000])
    case 'Float':
      return random.pick([0, 0.5])
    case 'Boolean':
      return random.chance(0.5)
    case 'ID':
      return random.chance(0.8) ? (random.pickSome(ids) ?? 'x') : 'no id'
    case 'DateTime':
      return '2026-01-01T00:00:00Z'
    case 'LocalDate':
      return '2026-01-01'
    case 'EmailAddress':
      return 'dalia@example.org'
    case 'BigInt':
      return random.pick(['0', '12'])
    case 'JSON':
      return { a: [1, 'b', null] }
    default:
      return random.pick(['', 'a', 'token'])
  }
}

/** The value as it is written in a document. */
export function toLiteral(value: Json, type: GraphQLInputType): string {
  const nullable = getNullableType(type)
  if (value === null) return 'null'
  if (Array.isArray(value)) {
    const item = isListType(nullable) ? nullable.ofType : nullable
    return `[${value.map((member) => toLiteral(member, item)).join(', ')}]`
  }
  if (typeof value === 'object') {
    const fields = isInputObjectType(nullable) ? nullable.getFields() : {}
    const members = Object.entries(value).map(
      ([name, member]) => `${name}: ${toLiteral(member, fields[name]?.type ?? nullable)}`,
    )
    return `{${members.join(', ')}}`
  }
  return isEnumType(nullable) ? String(value) : JSON.stringify(value)
}
