import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'
import type { Random } from '../random.ts'

/** A document, which may be invalid, and variables for its operation, which may be invalid too. */
export interface RandomQuery {
  readonly text: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  /** Other values for the same variables. */
  readonly otherVariables: Readonly<Record<string, unknown>>
}

interface Writing extends Ids {
  readonly random: Random
  readonly schema: GraphQLSchema
  /** Definitions by the fragment's name. */
  readonly fragments: Map<string, string>
  readonly fragmentsByType: Map<string, string[]>
  /** By the variable's name. */
  readonly variables: Map<string, Variable>
  fieldsLeft: number
}

interface Variable {
  readonly type: GraphQLInputType
  readonly definition: string
  readonly isCondition: boolean
}

const keys = ['a', 'b', 'c', 'then', 'constructor', 'toJSON', '__a', 'length'] as const
const maxDepth = 6

/** Writes a query for the schema, with fragments, aliases, directives and variables. */
export function createRandomQuery(random: Random, schema: GraphQLSchema, known: Ids): RandomQuery {
  const writing: Writing = {
    ...{ random, schema, ...known, fragments: new Map(), fragmentsByType: new Map(), variables: new Map() },
    fieldsLeft: 5 + random.below(40),
  }
  const type = schema.getQueryType()
  const selection = type == null ? '' : writeSelections(writing, type, 0)
  const definitions = [...writing.variables.values()].map(({ definition }) => definition)
  const head = definitions.length === 0 ? '' : `(${definitions.join(', ')})`
  const other = random.chance(0.1) ? '\nquery Other { __typename }' : ''
  const isNamed = other !== '' || definitions.length > 0 || random.chance(0.3)
  const operation = `query ${isNamed ? 'Random' : ''}${head} ${selection}`
  return {
    text: [operation, ...writing.fragments.values()].join('\n') + other,
    operationName: other !== '' || (isNamed && random.chance(0.5)) ? 'Random' : undefined,
    variables: valuesOf(writing),
    otherVariables: valuesOf(writing),
  }
}

/** Usually valid values; some are missing, null, invalid or defaults. */
function valuesOf(writing: Writing): Record<string, unknown> {
  const { random, variables } = writing
  const entries: [string, unknown][] = []
  for (const [name, { type, isCondition }] of variables) {
    const kind = random.next()
    if (kind < 0.01) entries.push([name, random.pick([[], {}, 'wrong', 1e99])])
    else if (kind < 0.02) entries.push([name, null])
    else if (kind > 0.05 || isNonNullType(type)) {
      entries.push([name, isCondition ? random.chance(0.5) : randomInput(random, type, writing)])
    }
  }
  return Object.fromEntries(entries)
}

function writeSelections(writing: Writing, type: GraphQLCompositeType, depth: number): string {
  const { random } = writing
  const count = 1 + random.below(depth === 0 ? 4 : 6)
  const selections = Array.from({ length: count }, () => writeSelection(writing, type, depth))
  const written = selections.filter((selection) => selection !== '')
  return `{ ${written.length === 0 ? '__typename' : written.join(' ')} }`
}

function writeSelection(writing: Writing, type: GraphQLCompositeType, depth: number): string {
  const { random } = writing
  if (writing.fieldsLeft <= 0) return ''
  if (depth < maxDepth && random.chance(isAbstractType(type) ? 0.7 : 0.2)) {
    return random.chance(0.5) ? writeInlineFragment(writing, type, depth) : writeSpread(writing, type, depth)
  }
  return writeField(writing, type, depth)
}

function writeField(writing: Writing, type: GraphQLCompositeType, depth: number): string {
  const { random } = writing
  writing.fieldsLeft--
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []
  const field = random.chance(0.1) ? undefined : random.pickSome(fields)
  const alias = random.chance(0.15) ? `${random.pick(keys)}: ` : random.chance(0.001) ? '__proto__: ' : ''
  if (field === undefined) return `${alias}__typename${writeConditions(writing)}`
  const target = getNamedType(field.type)
  if (depth >= maxDepth && isCompositeType(target)) return ''
  const inner = isCompositeType(target) ? ` ${writeSelections(writing, target, depth + 1)}` : ''
  return `${alias}${field.name}${writeArguments(writing, field)}${writeConditions(writing)}${inner}`
}

function writeArguments(writing: Writing, field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter((argument) => isRequiredArgument(argument) || writing.random.chance(0.25))
  const written = given.map((argument) => `${argument.name}: ${writeArgument(writing, argument)}`)
  return written.length === 0 ? '' : `(${written.join(', ')})`
}

function writeArgument(writing: Writing, { type, defaultValue }: GraphQLArgument): string {
  const { random, variables } = writing
  if (random.chance(0.6)) return toLiteral(randomInput(random, type, writing), type)
  const same = [...variables].filter(([, variable]) => String(variable.type) === String(type))
  const [known] = random.pickSome(same) ?? []
  if (known !== undefined && random.chance(0.5)) return `$${known}`
  const isNullable = isNonNullType(type) && random.chance(0.3)
  const declared = isNullable || (isNonNullType(type) && defaultValue !== undefined) ? type.ofType : type
  const hasDefault = isNullable || random.chance(0.3)
  return `$${declareVariable(writing, declared, hasDefault ? toLiteral(randomInput(random, type, writing), type) : undefined)}`
}

function declareVariable(
  { variables }: Writing,
  type: GraphQLInputType,
  defaultValue?: string,
  isCondition = false,
): string {
  const name = `v${variables.size}`
  const definition = `$${name}: ${type}${defaultValue === undefined ? '' : ` = ${defaultValue}`}`
  variables.set(name, { type, definition, isCondition })
  return name
}

/** Uses few variables, so that several conditions share one. */
function writeConditions(writing: Writing): string {
  const { random, schema, variables } = writing
  if (!random.chance(0.15)) return ''
  const directive = random.pick(['skip', 'include'])
  if (random.chance(0.2)) return ` @${directive}(if: ${random.chance(0.5)})`
  const known = [...variables].filter(([, { isCondition }]) => isCondition).map(([name]) => name)
  const boolean = schema.getDirective('skip')?.args[0]?.type
  if (boolean === undefined || !isNonNullType(boolean)) return ''
  const isNew = known.length === 0 || (known.length < 8 && random.chance(0.3))
  const isDefaulted = random.chance(0.3)
  const name = isNew
    ? declareVariable(writing, isDefaulted ? boolean.ofType : boolean, isDefaulted ? 'true' : undefined, true)
    : random.pickSome(known)
  const other = random.chance(0.1) ? ' @skip(if: false)' : ''
  return ` @${directive}(if: $${name})${directive === 'skip' ? '' : other}`
}

function writeInlineFragment(writing: Writing, type: GraphQLCompositeType, depth: number): string {
  const condition = writing.random.chance(0.2) ? type : pickOverlapping(writing, type)
  const name = condition === type && writing.random.chance(0.5) ? '' : ` on ${condition}`
  return `...${name}${writeConditions(writing)} ${writeSelections(writing, condition, depth + 1)}`
}

/** Often reuses a fragment that is spread elsewhere under other conditions. */
function writeSpread(writing: Writing, type: GraphQLCompositeType, depth: number): string {
  const { random, fragments, fragmentsByType } = writing
  const condition = pickOverlapping(writing, type)
  const known = fragmentsByType.get(condition.name) ?? []
  const reused = random.chance(0.6) ? random.pickSome(known) : undefined
  if (reused !== undefined) return `...${reused}${writeConditions(writing)}`
  const selections = writeSelections(writing, condition, depth + 1)
  const name = `F${fragments.size}`
  fragments.set(name, `fragment ${name} on ${condition} ${selections}`)
  fragmentsByType.set(condition.name, [...known, name])
  return `...${name}${writeConditions(writing)}`
}

/** The type itself, one of its possible types, or an abstract type that it belongs to. */
function pickOverlapping({ random, schema }: Writing, type: GraphQLCompositeType): GraphQLCompositeType {
  if (isAbstractType(type)) return random.pickSome(schema.getPossibleTypes(type)) ?? type
  const around = Object.values(schema.getTypeMap()).filter(
    (other) => isAbstractType(other) && schema.isSubType(other, type),
  )
  const chosen = random.chance(0.3) ? random.pickSome(around) : type
  return isAbstractType(chosen) ? chosen : type
}

/** IDs of existing objects; empty if the schema has no database. */
interface Ids {
  readonly ids: readonly string[]
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A variable's value for an input type. Sometimes null if the type is nullable. */
function randomInput(random: Random, type: GraphQLInputType, known: Ids): Json {
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

/** The value as a literal of a document. */
function toLiteral(value: Json, type: GraphQLInputType): string {
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
