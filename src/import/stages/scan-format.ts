/** How the records of a file stand in it. */
export interface FileFormat {
  /** ARRAY `[{...}]`, KEYED `{"id": {...}}`, LINES `{...}` after `{...}`; UNKNOWN begins like none of these. */
  readonly kind: 'ARRAY' | 'KEYED' | 'LINES' | 'UNKNOWN'
  /** A line end and what follows it where a record starts on a line, the record's first byte included. Else null. */
  readonly lineStart: Buffer | null
}

/** The old application wrote with JSON.stringify and two spaces. */
const usualIndentation = '  '
/** Shorter than what a window keeps of the bytes that are used. */
const maxIndentation = 64

const linesOfObjects = /^[ \t\r\n]*\{[^\n]*\}[ \t\r]*\n[ \t\r\n]*\{/
const objectOfObjects = /^[ \t\r\n]*\{[ \t\r\n]*(?:\}|"(?:[^"\\]|\\.)*"[ \t\r\n]*:[ \t\r\n]*\{)/

/**
 * Tells the format from the first bytes behind the byte order mark, whatever the file is called.
 * A single object is KEYED when its first member is an object, and otherwise one record of LINES.
 */
export function detectFormat(sample: Buffer): FileFormat {
  const text = sample.toString('latin1')
  if (/^[ \t\r\n]*\[/.test(text)) return { kind: 'ARRAY', lineStart: createLineStart(text, '{') }
  if (linesOfObjects.test(text)) return { kind: 'LINES', lineStart: Buffer.from('\n{') }
  if (objectOfObjects.test(text)) return { kind: 'KEYED', lineStart: createLineStart(text, '"') }
  if (/^[ \t\r\n]*\{/.test(text)) return { kind: 'LINES', lineStart: Buffer.from('\n{') }
  return { kind: 'UNKNOWN', lineStart: Buffer.from(`\n${usualIndentation}{`) }
}

/** Looks at how the first record stands behind the opening bracket. */
function createLineStart(text: string, firstCharacter: string): Buffer | null {
  const [, space = '', next] = /^[ \t\r\n]*[[{]([ \t\r\n]*)(.)?/s.exec(text) ?? []
  const isOnOwnLine = space.includes('\n')
  if (next === firstCharacter && !isOnOwnLine) return null
  const indentation = isOnOwnLine ? space.slice(space.lastIndexOf('\n') + 1) : usualIndentation
  return indentation.length > maxIndentation ? null : Buffer.from(`\n${indentation}${firstCharacter}`)
}
