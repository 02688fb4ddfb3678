/**
 * A JSON value as it stands in a file: every member of an object, also those whose key stands twice, and every
 * number as its text. `start` and `end` are byte offsets in the file.
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

export interface ArrayNode extends Span {
  readonly type: 'array'
  readonly items: JsonNode[]
}

export interface StringNode extends Span {
  readonly type: 'string'
  readonly value: string
}

export interface NumberNode extends Span {
  readonly type: 'number'
  readonly text: string
}

export interface LiteralNode extends Span {
  readonly type: 'literal'
  readonly value: true | false | null
}

/** A value without members: a scalar, an empty object or an empty array. */
export interface Leaf {
  /** The keys that lead to it. */
  readonly path: readonly string[]
  readonly node: JsonNode
}

/** Every leaf of a value in document order; a key that stands twice gives both. Without recursion: nesting may be deep. */
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

/** The value that a path leads to, the last one where a key stands twice; undefined when there is none. */
export function nodeAt(root: JsonNode | undefined, path: readonly string[]): JsonNode | undefined {
  let node = root
  for (const key of path) {
    node = node && childrenOf(node).findLast(([own]) => own === key)?.[1]
  }
  return node
}

/** The string at a path, or undefined when something else or nothing stands there. */
export function textAt(root: JsonNode | undefined, path: readonly string[]): string | undefined {
  const node = nodeAt(root, path)
  return node?.type === 'string' ? node.value : undefined
}

/** A JSON pointer; a NUL and half of a surrogate pair stand as `~u` and four digits, for no jsonb holds them. */
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

/** True when both leaves are the same value: numbers by exact decimal value, empty containers by type. */
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
