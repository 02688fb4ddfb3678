/** How the records of a file stand in it. */
export interface FileFormat {
  /** ARRAY `[{...}]`, KEYED `{"id": {...}}`, LINES `{...}` after `{...}`; UNKNOWN begins like none of these. */
  readonly kind: 'ARRAY' | 'KEYED' | 'LINES' | 'UNKNOWN'
  /** A line end and what follows it where a record starts on a line, the record's first byte included. Else null. */
  readonly lineStart: Buffer | null
  /** A line end and what follows it where a record of an array ends on a line, its last byte included. Else null. */
  readonly recordEnd: Buffer | null
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
  if (/^[ \t\r\n]*\[/.test(text)) return createArrayFormat(findIndentation(text, '{'))
  if (linesOfObjects.test(text)) return createFormat('LINES', '', '{')
  if (objectOfObjects.test(text)) return createFormat('KEYED', findIndentation(text, '"'), '"')
  if (/^[ \t\r\n]*\{/.test(text)) return createFormat('LINES', '', '{')
  return createFormat('UNKNOWN', usualIndentation, '{')
}

function createArrayFormat(indentation: string | null): FileFormat {
  const recordEnd = indentation === null ? null : Buffer.from(`\n${indentation}}`)
  return { ...createFormat('ARRAY', indentation, '{'), recordEnd }
}

function createFormat(kind: FileFormat['kind'], indentation: string | null, first: string): FileFormat {
  const lineStart = indentation === null ? null : Buffer.from(`\n${indentation}${first}`)
  return { kind, lineStart, recordEnd: null }
}

/** Looks at how the first record stands behind the opening bracket. */
function findIndentation(text: string, firstCharacter: string): string | null {
  const [, space = '', next] = /^[ \t\r\n]*[[{]([ \t\r\n]*)(.)?/s.exec(text) ?? []
  const isOnOwnLine = space.includes('\n')
  if (next === firstCharacter && !isOnOwnLine) return null
  const indentation = isOnOwnLine ? space.slice(space.lastIndexOf('\n') + 1) : usualIndentation
  return indentation.length > maxIndentation ? null : indentation
}
