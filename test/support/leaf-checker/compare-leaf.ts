import { createHash } from 'node:crypto'
import { isSameLeaf, type JsonNode, nodeAt, textAt } from './json-node.ts'
import { JsonDamage, readJson } from './json-reader.ts'
import type { Comparison } from './places.ts'

/** True when the leaf is what stands at `path` below the column's value. */
export function isInColumn(
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

/** What is stored instead of a secret. */
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

/** Seconds since 1970 and the exact fraction; undefined for a text without zone, or that is no date. */
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
