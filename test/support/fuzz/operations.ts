import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'
import { createValue, createWrong, printLiteral, type ValueOptions } from './values.ts'

export interface OperationOptions extends Omit<ValueOptions, 'wrongRate'> {
  readonly schema: GraphQLSchema
  /** Whether to omit a field of the root types. */
  readonly isOmitted: (field: string) => boolean
}

/** A client's operation. */
export interface Operation {
  readonly query: string
  readonly variables: Record<string, unknown>
}

interface Writing extends OperationOptions, ValueOptions {
  readonly variables: Record<string, unknown>
  readonly declarations: string[]
  fieldsLeft: number
}

const maxFields = 25
const maxDepth = 5
const aliases = ['__proto__', 'constructor', ...'abcdefghijklmnopqrst']
const otherTypes = ['Int', 'String', 'JSON', '[ID!]', 'Boolean!', 'ContractFilter', 'Nothing']

/** Half of the operations are valid; the others have errors in their document or their variables. */
export function createOperation(options: OperationOptions): Operation {
  const { random, schema } = options
  const isMutation = random.chance(0.3)
  const type = isMutation ? schema.getMutationType() : schema.getQueryType()
  // Half of the operations are valid, so that they are executed.
  const wrongRate = random.chance(0.5) ? 0 : 0.08
  const writing: Writing = { ...options, wrongRate, variables: {}, declarations: [], fieldsLeft: maxFields }
  const selection = writeSelection(writing, type ?? undefined, 0)
  const declarations = writing.declarations.length === 0 ? '' : `(${writing.declarations.join(', ')})`
  const name = random.chance(0.3) ? ' Fuzzed' : ''
  const query = `${isMutation ? 'mutation' : 'query'}${name}${declarations} ${selection}`
  return {
    query: random.chance(2 * wrongRate) ? corrupt(options, query) : query,
    variables: writing.variables,
  }
}

function writeSelection(writing: Writing, type: GraphQLNamedType | undefined, depth: number): string {
  const { random, schema } = writing
  if (isAbstractType(type) && random.chance(0.7)) {
    const concrete = random.pick(schema.getPossibleTypes(type))
    return `{ __typename ... on ${concrete.name} ${writeSelection(writing, concrete, depth + 1)} }`
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return '{ __typename }'
  const fields = Object.values(type.getFields()).filter(
    (field) => depth < maxDepth || !isCompositeType(getNamedType(field.type)),
  )
  const allowed = depth === 0 ? fields.filter(({ name }) => !writing.isOmitted(name)) : fields
  const texts: string[] = []
  const count = allowed.length === 0 ? 0 : random.below(4) + 1
  for (const field of new Set(Array.from({ length: count }, () => random.pick(allowed)))) {
    if (writing.fieldsLeft-- > 0) texts.push(writeField(writing, field, depth))
  }
  return texts.length === 0 ? '{ __typename }' : `{ ${texts.join(' ')} }`
}

function writeField(writing: Writing, field: GraphQLField<unknown, unknown>, depth: number): string {
  const { random } = writing
  const alias = random.chance(0.2) ? `${random.pick(aliases)}: ` : ''
  const args = field.args
    .filter((argument) => random.chance(isRequiredArgument(argument) ? 1 - writing.wrongRate / 2 : 0.35))
    .map(
      ({ name, type }) => `${name}: ${writeValue(writing, String(type), () => createValue(writing, type))}`,
    )
  const type = getNamedType(field.type)
  const selection = isCompositeType(type) ? ` ${writeSelection(writing, type, depth + 1)}` : ''
  const written = `${alias}${field.name}${args.length === 0 ? '' : `(${args.join(', ')})`}`
  return `${written}${writeDirective(writing)}${selection}`
}

function writeDirective(writing: Writing): string {
  const { random } = writing
  if (!random.chance(0.1)) return ''
  const condition = writeValue(writing, 'Boolean!', () => random.chance(0.5))
  return ` @${random.pick(['include', 'skip', 'include', 'skip', random.chance(writing.wrongRate) ? 'defer' : 'skip'])}(if: ${condition})`
}

/** A literal, or a variable with or without a default value, which may be missing, invalid or of another type. */
function writeValue(writing: Writing, type: string, create: () => unknown): string {
  const { random, variables, declarations } = writing
  if (random.chance(0.4))
    return printLiteral(random.chance(writing.wrongRate) ? createWrong(writing) : create())
  const name = random.chance(writing.wrongRate / 8) ? '__proto__' : `v${declarations.length}`
  const declared = random.chance(writing.wrongRate) ? random.pick(otherTypes) : type
  const nullable = random.chance(4 * writing.wrongRate) ? declared.replace(/!$/, '') : declared
  const preset = random.chance(0.15) ? ` = ${printLiteral(create())}` : ''
  declarations.push(`$${name}: ${nullable}${preset}`)
  if (declared.endsWith('!') || random.chance(0.9)) {
    const isNull = preset !== '' && random.chance(2 * writing.wrongRate)
    const value = random.chance(1.5 * writing.wrongRate) ? createWrong(writing) : isNull ? null : create()
    Object.defineProperty(variables, name, { value, enumerable: true, configurable: true })
  }
  return `$${name}`
}

const pieces = [
  '{',
  '}',
  '(',
  ')',
  '"',
  '"""',
  '$',
  '@',
  '...',
  ':',
  '!',
  '\u0000',
  '\ud800',
  'on',
  '\\u',
  '#',
]

/** Changes one to three places of the text. */
export function corrupt({ random }: Pick<ValueOptions, 'random'>, text: string): string {
  let changed = text
  for (let times = random.below(3) + 1; times > 0; times--) {
    const at = random.below(changed.length + 1)
    const length = random.pick([0, 1, 1, 3, 20])
    const inserted = random.chance(0.6)
      ? random.pick(pieces)
      : changed.slice(random.below(changed.length + 1)).slice(0, 20)
    changed = changed.slice(0, at) + inserted + changed.slice(at + length)
  }
  return changed
}
