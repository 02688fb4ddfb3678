import type { QueryForm, QueryName } from '../queries/query.ts'

/** An answer in the form in which the servers' answers are compared. */
export type PlainAnswer = unknown

const timeFields = new Set(['createdAt', 'updatedAt', 'completedAt'])
/** Enum values in some schemas, plain text in others. */
const enumFields = new Set(['type', 'status', 'role', 'outputFormats'])
/** A JSON field: its members are data, not fields of the schema. */
const jsonField = 'results'

/**
 * Returns equal values for equal answers of any server: connections become lists, times are UTC with milliseconds, enum
 * values are in lower case, and counts are keyed by status.
 */
export function toPlainAnswer(
  data: unknown,
  name: QueryName,
  { path }: Pick<QueryForm, 'path'>,
): PlainAnswer {
  const answer = path.reduce<unknown>(
    (value, step) => (isObject(value) || Array.isArray(value) ? Reflect.get(value, step) : undefined),
    simplify(data),
  )
  return name === 'Q5' ? toCounts(answer) : answer
}

function simplify(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(simplify)
  if (!isObject(value)) return value
  if (Array.isArray(value.edges)) return value.edges.map((edge) => simplify(edge.node))
  if (Array.isArray(value.nodes)) return value.nodes.map(simplify)
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, simplifyMember(name, member)] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
}

function simplifyMember(name: string, member: unknown): unknown {
  if (name === jsonField) return member
  if (Array.isArray(member) && enumFields.has(name)) return member.map((value) => simplifyMember(name, value))
  if (typeof member !== 'string') return simplify(member)
  if (timeFields.has(name)) return new Date(member).toISOString()
  return enumFields.has(name) ? member.toLowerCase() : member
}

/** Converts a list of statuses and counts, or connections by status, to counts by status, without zeros. */
function toCounts(answer: unknown): unknown {
  const entries = Array.isArray(answer)
    ? answer.map(({ status, count }) => [status, count])
    : Object.entries(isObject(answer) ? answer : {}).map(([status, list]) => [
        status,
        isObject(list) ? list.totalCount : list,
      ])
  return Object.fromEntries(entries.filter(([, count]) => count !== 0).toSorted())
}

/** The first difference of two plain answers, with both values; undefined if they are equal. */
export function findDifference(one: unknown, other: unknown, path = ''): string | undefined {
  if (Object.is(one, other)) return undefined
  const bothLists = Array.isArray(one) && Array.isArray(other)
  if (bothLists || (isObject(one) && isObject(other))) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)])
    for (const name of names) {
      const found = findDifference(Reflect.get(one, name), Reflect.get(other, name), `${path}/${name}`)
      if (found !== undefined) return found
    }
    return undefined
  }
  return `${path || '/'} is ${show(one)} in the first and ${show(other)} in the second`
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
