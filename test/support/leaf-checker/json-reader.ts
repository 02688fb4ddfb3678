import type { ArrayNode, JsonNode, ObjectNode, StringNode } from './json-node.ts'

/** The bytes are no JSON at `offset`. */
export class JsonDamage extends Error {
  readonly offset: number

  constructor(offset: number) {
    super(`no JSON at byte ${offset}`)
    this.name = 'JsonDamage'
    this.offset = offset
  }
}

interface Cursor {
  readonly bytes: Buffer
  at: number
}

interface OpenObject {
  readonly node: ObjectNode
  key: string
}

type Open = OpenObject | { readonly node: ArrayNode }

const literals = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const

/**
 * Reads one JSON value whose first byte is at or after `start`, blanks before it allowed.
 * Without recursion, so any depth of nesting is read.
 * @throws JsonDamage at the first byte that no JSON can have.
 */
export function readJson(bytes: Buffer, start = 0): JsonNode {
  const cursor = { bytes, at: start }
  const open: Open[] = []
  for (;;) {
    let done = readStart(cursor, open)
    while (done !== undefined) {
      const parent = open.at(-1)
      if (parent === undefined) return done
      done = addChild(cursor, open, parent, done)
    }
  }
}

/** Moves past blanks: the byte there, or undefined at the end. */
export function skipBlanks(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length && ' \t\r\n'.includes(String.fromCharCode(bytes[at] ?? 0))) at++
  return at
}

/** A scalar or an empty container is returned; another container is opened, for its first value to follow. */
function readStart(cursor: Cursor, open: Open[]): JsonNode | undefined {
  cursor.at = skipBlanks(cursor.bytes, cursor.at)
  const start = cursor.at
  if (take(cursor, '{')) {
    const node: ObjectNode = { type: 'object', members: [], start, end: start }
    if (take(cursor, '}')) return closed(cursor, node)
    open.push({ node, key: readKey(cursor) })
    return undefined
  }
  if (take(cursor, '[')) {
    const node: ArrayNode = { type: 'array', items: [], start, end: start }
    if (take(cursor, ']')) return closed(cursor, node)
    open.push({ node })
    return undefined
  }
  return cursor.bytes[start] === 0x22 ? readString(cursor) : readWord(cursor)
}

/** The parent is returned when this was its last child. */
function addChild(cursor: Cursor, open: Open[], parent: Open, child: JsonNode): JsonNode | undefined {
  if ('key' in parent) parent.node.members.push([parent.key, child])
  else parent.node.items.push(child)
  if (take(cursor, ',')) {
    if ('key' in parent) parent.key = readKey(cursor)
    return undefined
  }
  if (!take(cursor, 'key' in parent ? '}' : ']')) throw new JsonDamage(cursor.at)
  open.pop()
  return closed(cursor, parent.node)
}

function closed<Node extends ObjectNode | ArrayNode>(cursor: Cursor, node: Node): Node {
  node.end = cursor.at
  return node
}

/** Skips blanks, and the character if it is the next one. */
function take(cursor: Cursor, character: string): boolean {
  cursor.at = skipBlanks(cursor.bytes, cursor.at)
  if (cursor.bytes[cursor.at] !== character.charCodeAt(0)) return false
  cursor.at++
  return true
}

function readKey(cursor: Cursor): string {
  cursor.at = skipBlanks(cursor.bytes, cursor.at)
  const key = readString(cursor)
  if (!take(cursor, ':')) throw new JsonDamage(cursor.at)
  return key.value
}

function readString(cursor: Cursor): StringNode {
  const start = cursor.at
  if (cursor.bytes[start] !== 0x22) throw new JsonDamage(start)
  let end = start + 1
  while (end < cursor.bytes.length && cursor.bytes[end] !== 0x22) end += cursor.bytes[end] === 0x5c ? 2 : 1
  if (end >= cursor.bytes.length) throw new JsonDamage(cursor.bytes.length)
  cursor.at = end + 1
  const text = cursor.bytes.toString('utf8', start, cursor.at)
  return { type: 'string', value: decodeEscapes(text, start), start, end: cursor.at }
}

/** JSON.parse of one string changes nothing: no number and no key is in it. */
function decodeEscapes(text: string, start: number): string {
  try {
    return String(JSON.parse(text))
  } catch {
    throw new JsonDamage(start)
  }
}

function readWord(cursor: Cursor): JsonNode {
  const start = cursor.at
  const word = /^[-+.\w]*/.exec(cursor.bytes.toString('latin1', start, wordEnd(cursor)))?.[0] ?? ''
  cursor.at = start + word.length
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(word))
    return { type: 'number', text: word, start, end: cursor.at }
  const literal = literals.find(([name]) => name === word)
  if (literal === undefined) throw new JsonDamage(start)
  return { type: 'literal', value: literal[1], start, end: cursor.at }
}

function wordEnd({ bytes, at }: Cursor): number {
  let end = at
  while (end < bytes.length && /[-+.\w]/.test(String.fromCharCode(bytes[end] ?? 0))) end++
  return end
}
