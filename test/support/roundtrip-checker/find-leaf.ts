import { createHash } from 'node:crypto'
import { type Comparison, type Kind, placesOf } from './columns.ts'
import {
  childrenOf,
  isSameLeaf,
  JsonDamage,
  type JsonNode,
  type Leaf,
  nodeAt,
  type ObjectNode,
  pathOf,
  pointerOf,
  readJson,
  textAt,
} from './json.ts'
import type { StoredRecord } from './stored-records.ts'

interface Place {
  readonly pattern: readonly string[]
  readonly table: string
  readonly column: string
  readonly comparison: Comparison
}

const places = new Map(
  Object.entries(placesOf).map(([kind, own]) => [
    kind,
    Object.entries(own).map(([pointer, place]) => toPlace(pointer, place)),
  ]),
)

function toPlace(pointer: string, place: string | readonly [string, Comparison]): Place {
  const [name, comparison] = typeof place === 'string' ? ([place, 'same'] as const) : place
  const [table = '', column = ''] = name.split('.')
  return { pattern: pathOf(pointer), table, column, comparison }
}

/** Creates a function that finds a record's leaf in its columns or its extra; undefined if the leaf is in neither. */
export function createLeafFinder(
  kind: Kind,
  record: ObjectNode,
  stored: StoredRecord,
): (leaf: Leaf) => 'columns' | 'extra' | undefined {
  const competitorRows = matchCompetitors(record, stored)
  return (leaf) => {
    if (isInExtra(leaf, stored)) return 'extra'
    const isFound = (places.get(kind) ?? []).some((place) => {
      const row = matches(place, leaf.path) ? rowOf(place, leaf, stored, competitorRows) : undefined
      return (
        row &&
        isInColumn(
          leaf.node,
          nodeAt(row, [place.column]),
          leaf.path.slice(place.pattern.length),
          place.comparison,
        )
      )
    })
    return isFound || isImplied(kind, leaf, stored) ? 'columns' : undefined
  }
}

/** An entry keeps the whole value at its pointer, so the leaf is in its own entry or in that of a container. */
function isInExtra({ path, node }: Leaf, { extra }: StoredRecord): boolean {
  for (let depth = path.length; depth >= 0; depth--) {
    const found = nodeAt(extra.get(pointerOf(path.slice(0, depth))), path.slice(depth))
    if (isSameLeaf(node, found)) return true
    if (pointerOf(path) === '/apiKey' && node.type === 'string' && textAt(found, []) === digestOf(node.value))
      return true
  }
  return false
}

function matches({ pattern }: Place, path: readonly string[]): boolean {
  return pattern.length <= path.length && pattern.every((key, at) => key === '*' || key === path[at])
}

/** The row that would store the leaf: a chain has its own row, a competitor the most similar one. */
function rowOf(
  place: Place,
  { path }: Leaf,
  { rows }: StoredRecord,
  competitorRows: readonly (ObjectNode | undefined)[],
): ObjectNode | undefined {
  const own = rows.get(place.table) ?? []
  if (place.table === 'contract_rpc_config') return own.find((row) => textAt(row, ['chain']) === path[1])
  if (place.table === 'contract_competitors') return competitorRows[Number(path[1])]
  return own[0]
}

/** Rows of competitors have no order, so the most similar pairs are matched first. */
function matchCompetitors(record: ObjectNode, { rows }: StoredRecord): (ObjectNode | undefined)[] {
  const list = nodeAt(record, ['competitors'])
  const competitors = list ? childrenOf(list) : []
  const pairs = competitors.flatMap(([, competitor], at) =>
    (rows.get('contract_competitors') ?? []).map((row) => ({
      at,
      row,
      similarity: similarity(competitor, row),
    })),
  )
  const matched = new Map<number, ObjectNode>()
  for (const { at, row } of pairs.toSorted((one, other) => other.similarity - one.similarity)) {
    if (!matched.has(at) && ![...matched.values()].includes(row)) matched.set(at, row)
  }
  return competitors.map((_, at) => matched.get(at))
}

function similarity(competitor: JsonNode, row: ObjectNode): number {
  return ['address', 'chain', 'name', 'abi'].filter((field) => {
    const own = nodeAt(competitor, [field])
    return own !== undefined && isSameLeaf(own, nodeAt(row, [field]))
  }).length
}

/** Values that the rows imply: an empty list has no rows, and a stored message is no longer streaming. */
function isImplied(kind: Kind, { path, node }: Leaf, { rows, extra }: StoredRecord): boolean {
  const pointer = pointerOf(path)
  if (kind === 'contracts' && pointer === '/competitors')
    return node.type === 'array' && rows.get('contract_competitors')?.length === 0
  if (kind === 'contracts' && pointer === '/rpcConfig')
    return node.type === 'object' && rows.get('contract_rpc_config')?.length === 0
  if (kind === 'chat_messages' && pointer === '/isStreaming')
    return node.type === 'literal' && node.value === false
  // The columns below it have values, and the extra notes that each of them is absent from the record.
  return (
    node.type === 'object' &&
    [...extra].some(([own, is]) => is === undefined && own.startsWith(`${pointer}/`))
  )
}

/** Whether the leaf equals the value at `path` below the column's value. */
function isInColumn(
  leaf: JsonNode,
  cell: JsonNode | undefined,
  path: readonly string[],
  comparison: Comparison,
): boolean {
  if (cell === undefined) return false
  const below = nodeAt(cell, path)
  switch (comparison) {
    case 'same':
      return isSameLeaf(leaf, below)
    case 'time':
      return isSameLeaf(leaf, below) || isSameInstant(leaf, below)
    case 'date':
      return textAt(leaf, []) === (textAt(cell, path) ?? '')
    case 'digest':
      return below?.type === 'string' && leaf.type === 'string' && below.value === digestOf(leaf.value)
    case 'role':
      return leaf.type === 'string' && leaf.value === 'user' && isSameLeaf(leaf, below)
    case 'type':
      return (
        leaf.type === 'string' &&
        !leaf.value.includes('_i') &&
        textAt(below, []) === leaf.value.replace('quick-index', 'quick_index')
      )
    case 'log':
      return (
        isSameLeaf(leaf, below) ||
        (leaf.type === 'string' && textAt(cell, [...path, 'message']) === leaf.value)
      )
    case 'text':
      return isSameLeaf(leaf, below) || isInText(leaf, cell, path)
    default:
      return comparison satisfies never
  }
}

/** The digest stored in place of a secret. */
export function digestOf(secret: string): string {
  return `sha256:${createHash('sha256').update(secret).digest('hex')}`
}

function isInText(leaf: JsonNode, cell: JsonNode, path: readonly string[]): boolean {
  try {
    return cell.type === 'string' && isSameLeaf(leaf, nodeAt(readJson(Buffer.from(cell.value)), path))
  } catch (error) {
    if (error instanceof JsonDamage) return false
    throw error
  }
}

function isSameInstant(one: JsonNode, other: JsonNode | undefined): boolean {
  if (one.type !== 'string' || other?.type !== 'string') return false
  const instant = instantOf(one.value)
  return instant !== undefined && instant === instantOf(other.value)
}

const timestamp = /^(\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):?(\d\d))$/

/** Seconds since 1970 with the exact fraction; undefined for a text that has no zone or isn't a valid date. */
export function instantOf(text: string): string | undefined {
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours = '0', minutes = '0'] =
    timestamp.exec(text) ?? []
  if (year === undefined) return undefined
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  const isDate = new Date(local).toISOString().includes(`-${month}-${day}T${hour}:${minute}:${second}.`)
  const shift = (sign === '-' ? -60_000 : 60_000) * (Number(hours) * 60 + Number(minutes))
  return isDate ? `${(local - shift) / 1000}.${fraction.replace(/0+$/, '')}` : undefined
}
