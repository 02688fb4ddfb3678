import { findBreakingChanges, type GraphQLSchema, isEnumType, isInputObjectType } from 'graphql'
import { fieldsOf } from '../support/schema-walk.ts'

interface SchemaChange {
  /** `Type`, `Type.field`, `Type.field(argument:)` or `Enum.VALUE`. */
  readonly coordinate: string
  /** Such as "is removed". */
  readonly effect: string
}

const heading = '### Breaking changes to the schema'
const intro = '`old` -> `new` names the replacement, which belongs to the same type unless it has another.'
const maxLineLength = 120
const removed = 'is removed'
const required = 'is required'

/** The forms of the descriptions that graphql gives. */
const forms: readonly (readonly [RegExp, (...parts: string[]) => SchemaChange])[] = [
  [/^(\w+) was removed from enum type (\w+)\.$/, (value, type) => change(`${type}.${value}`, removed)],
  [/^(\w+) was removed from union type (\w+)\.$/, (member, type) => change(`${type}.${member}`, removed)],
  [/^(\w+\.\w+) arg (\w+) was removed\.$/, (field, argument) => change(`${field}(${argument}:)`, removed)],
  [
    /^A required arg (\w+) on (\w+\.\w+) was added\.$/,
    (argument, field) => change(`${field}(${argument}:)`, required),
  ],
  [
    /^(\w+\.\w+) arg (\w+) has changed type from \S+ to (\S+)\.$/,
    (field, argument, type) => change(`${field}(${argument}:)`, `has the type \`${type}\``),
  ],
  [
    /^A required field (\w+) on input type (\w+) was added\.$/,
    (field, type) => change(`${type}.${field}`, required),
  ],
  [/^(\w+(?:\.\w+)?) was removed\.$/, (coordinate) => change(coordinate, removed)],
  [
    /^(\w+\.\w+) changed type from \S+ to (\S+)\.$/,
    (coordinate, type) => change(coordinate, `has the type \`${type}\``),
  ],
]

/**
 * The changelog, whose newest release declares every breaking change of the schema and no other. Replacements that it already
 * gives for removed members remain, if they exist in the schema.
 */
export function declareSchemaChanges(
  changelog: string,
  released: GraphQLSchema,
  schema: GraphQLSchema,
): string {
  const { before, section, after } = splitChangelog(changelog)
  const changes = listChanges(released, schema)
  const replacements = readReplacements(section, schema)
  const byType = Map.groupBy(changes, ({ coordinate }) => coordinate.replace(/\..*/, ''))
  const lines = [...byType]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([type, ofType]) => wrap(writeType(type, ofType, replacements)))
  return lines.length === 0
    ? before + after
    : `${before}${heading}\n\n${intro}\n\n${lines.join('\n')}\n\n${after}`
}

/** The section is at the end of the newest release, unless it is elsewhere in it. */
function splitChangelog(changelog: string) {
  const [, head = changelog, release = '', older = ''] =
    /^([\s\S]*?\n)(## \[[\s\S]*?)(\n## \[[\s\S]*|$(?![\s\S]))/.exec(changelog) ?? []
  const [, start = release, section = '', rest = ''] =
    new RegExp(`^([\\s\\S]*?)(${heading}\\n[\\s\\S]*?)((?:### |$(?![\\s\\S]))[\\s\\S]*)$`).exec(release) ?? []
  return section === ''
    ? { before: `${head}${start.trimEnd()}\n\n`, section, after: older.trimStart() }
    : { before: head + start, section, after: rest + older.slice(rest === '' ? 1 : 0) }
}

function listChanges(released: GraphQLSchema, schema: GraphQLSchema): readonly SchemaChange[] {
  const changes = findBreakingChanges(released, schema).map(({ description }) => {
    for (const [form, create] of forms) {
      const match = form.exec(description)
      if (match !== null) return create(...match.slice(1))
    }
    throw new Error(`No coordinate is known for: ${description}`)
  })
  const inputs = new Set(
    changes.filter(({ effect }) => effect === required).map(({ coordinate }) => coordinate),
  )
  // Arguments of a mutation that became one `input` are declared together with it.
  const moved = changes.map(({ coordinate, effect }) => {
    const input = coordinate.replace(/\(.*/, '(input:)')
    if (effect !== removed || !inputs.delete(input)) return change(coordinate, effect)
    return change(coordinate, `-> \`${input.replace(/.*\./, '')}\``)
  })
  return moved.filter(({ coordinate, effect }) => effect !== required || inputs.has(coordinate))
}

/** By coordinate, such as "`new`" or "`new` and `Other.field`". */
function readReplacements(section: string, schema: GraphQLSchema): ReadonlyMap<string, string> {
  const bullets = section
    .replaceAll(/\n {2,}/g, ' ')
    .split('\n')
    .filter((line) => line.startsWith('- '))
  const pairs = bullets.flatMap((bullet) => {
    const type = /^- `(\w+)`:/.exec(bullet)?.[1]
    return [...bullet.matchAll(/`([^`]+)` -> (`[^`]+`(?: and `[^`]+`)*)/g)].map(
      ([, old = '', names = '']) => ({
        coordinate: type === undefined ? old : `${type}.${old}`,
        names,
        isKnown: [...names.matchAll(/`([^`]+)`/g)].every(([, name = '']) => hasMember(schema, name, type)),
      }),
    )
  })
  return new Map(pairs.filter(({ isKnown }) => isKnown).map(({ coordinate, names }) => [coordinate, names]))
}

/** Whether the schema has this type, or this member of a type, which is `type` unless the name begins with another. */
function hasMember(schema: GraphQLSchema, name: string, type: string | undefined): boolean {
  const [, typeName = type, member = '', argument] = /^(?:(\w+)\.)?(\w+)(?:\((\w+):\))?$/.exec(name) ?? []
  if (typeName === undefined) return schema.getType(member) !== undefined
  const found = schema.getType(typeName)
  if (isEnumType(found)) return found.getValue(member) !== undefined
  if (isInputObjectType(found)) return member in found.getFields()
  const field = found && fieldsOf(found).find((candidate) => candidate.name === member)
  return field !== undefined && (argument === undefined || field.args.some((arg) => arg.name === argument))
}

function writeType(
  type: string,
  changes: readonly SchemaChange[],
  replacements: ReadonlyMap<string, string>,
): string {
  const entries = changes.map(({ coordinate, effect }) => {
    const replacement = effect === removed ? replacements.get(coordinate) : undefined
    const name = coordinate.slice(coordinate === type ? 0 : type.length + 1)
    return `\`${name}\` ${replacement === undefined ? effect : `-> ${replacement}`}`
  })
  return changes.some(({ coordinate }) => coordinate === type)
    ? `- ${entries.join(', ')}`
    : `- \`${type}\`: ${entries.join(', ')}`
}

function wrap(line: string): string {
  const lines: string[] = []
  for (const word of line.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length === 0) lines.push(word)
    else if (longer.length <= maxLineLength) lines[lines.length - 1] = longer
    else lines.push(`  ${word}`)
  }
  return lines.join('\n')
}

function change(coordinate = '', effect = ''): SchemaChange {
  return { coordinate, effect }
}
