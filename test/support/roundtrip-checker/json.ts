/**
 * A JSON value as written in a file: every member of an object, including duplicate keys, and every number as text.
 * `start` and `end` are byte offsets in the file.
 */
export type JsonNode = ObjectNode | ArrayNode | StringNode | NumberNode | LiteralNode

interface Span {
  readonly start: number
  end: number
}

export interface ObjectNode extends Span {
  readonly type: 'object'
  readonly members: [key: string, value: JsonNode][]
}

interface ArrayNode extends Span {
  readonly type: 'array'
  readonly items: JsonNode[]
}

interface StringNode extends Span {
  readonly type: 'string'
  readonly value: string
}

interface NumberNode extends Span {
  readonly type: 'number'
  readonly text: string
}

interface LiteralNode extends Span {
  readonly type: 'literal'
  readonly value: true | false | null
}

/** A value without members: a scalar, an empty object or an empty array. */
export interface Leaf {
  /** The keys from the root to the value. */
  readonly path: readonly string[]
  readonly node: JsonNode
}

/** Every leaf of a value in document order, including both values of a duplicate key. Not recursive: nesting may be deep. */
export function* leavesOf(root: JsonNode): Generator<Leaf> {
  const waiting: Leaf[] = [{ path: [], node: root }]
  for (let leaf = waiting.pop(); leaf !== undefined; leaf = waiting.pop()) {
    const children = childrenOf(leaf.node)
    if (children.length === 0) yield leaf
    for (const [key, node] of children.toReversed()) waiting.push({ path: [...leaf.path, key], node })
  }
}

/** Members or items with their keys; none for a scalar. */
export function childrenOf(node: JsonNode): (readonly [key: string, value: JsonNode])[] {
  if (node.type === 'object') return node.members
  if (node.type === 'array') return node.items.map((item, at): [string, JsonNode] => [String(at), item])
  return []
}

/** The value at a path, the last one of a duplicate key; undefined if absent. */
export function nodeAt(root: JsonNode | undefined, path: readonly string[]): JsonNode | undefined {
  let node = root
  for (const key of path) {
    node = node && childrenOf(node).findLast(([own]) => own === key)?.[1]
  }
  return node
}

/** The string at a path; undefined if the value is absent or not a string. */
export function textAt(root: JsonNode | undefined, path: readonly string[]): string | undefined {
  const node = nodeAt(root, path)
  return node?.type === 'string' ? node.value : undefined
}

/** A JSON pointer. NULs and lone surrogates, which jsonb can't store, are written as `~u` and four digits. */
export function pointerOf(path: readonly string[]): string {
  return path
    .map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1').replace(unstorable, escapeUnit)}`)
    .join('')
}

const unstorable = /\0|\p{Surrogate}/gu

function escapeUnit(unit: string): string {
  return `~u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

export function pathOf(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Whether both leaves have the same value: numbers by exact decimal value, empty containers by type. */
export function isSameLeaf(one: JsonNode, other: JsonNode | undefined): boolean {
  if (other === undefined || one.type !== other.type) return false
  if (one.type === 'number' && other.type === 'number') return decimalOf(one.text) === decimalOf(other.text)
  if (one.type === 'string' && other.type === 'string') return one.value === other.value
  if (one.type === 'literal' && other.type === 'literal') return one.value === other.value
  return childrenOf(one).length === 0 && childrenOf(other).length === 0
}

/** One text for all spellings of a number: `1.50e3`, `1500` and `15E+2` are `15e2`. */
export function decimalOf(text: string): string {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length)
  return `${sign}${significant}e${power}`
}

/** The bytes are not valid JSON at `offset`. */
export class JsonDamage extends Error {
  readonly offset: number

  constructor(offset: number) {
    super(`invalid JSON at byte ${offset}`)
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
 * Reads one JSON value that begins at `start` or after white space. Not recursive, so the depth is not limited.
 * @throws JsonDamage at the first invalid byte.
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

/** The offset of the first byte that isn't white space. */
function skipWhiteSpace(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length && ' \t\r\n'.includes(String.fromCharCode(bytes[at] ?? 0))) at++
  return at
}

/** Returns a scalar or an empty container. Opens any other container and returns undefined. */
function readStart(cursor: Cursor, open: Open[]): JsonNode | undefined {
  cursor.at = skipWhiteSpace(cursor.bytes, cursor.at)
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

/** Returns the parent if this was its last child. */
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

/** Skips white space, and the character if it is next. */
function take(cursor: Cursor, character: string): boolean {
  cursor.at = skipWhiteSpace(cursor.bytes, cursor.at)
  if (cursor.bytes[cursor.at] !== character.charCodeAt(0)) return false
  cursor.at++
  return true
}

function readKey(cursor: Cursor): string {
  cursor.at = skipWhiteSpace(cursor.bytes, cursor.at)
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

/** JSON.parse is exact for a single string, which contains no number and no key. */
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
