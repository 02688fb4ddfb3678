/**
 * Creates a JSON pointer (RFC 6901) to a member of the value at `parent`. NUL and lone surrogates, which PostgreSQL's text
 * type can't store, are escaped as `~uXXXX`, a sequence that RFC 6901 does not use.
 */
export function createPointer(parent: string, key: string | number): string {
  return `${parent}/${typeof key === 'number' ? key : escapeKey(key)}`
}

/** Returns the keys of a pointer from createPointer, outermost first. Array indexes are decimal text. */
export function decodePointer(pointer: string): string[] {
  return pointer.split('/').slice(1).map(unescapeKey)
}

/** Matches every key that has to be escaped, and some that do not. */
const suspect = /[~/\0\ud800-\udfff]/

function escapeKey(key: string): string {
  if (!suspect.test(key)) return key
  return key.replace(
    /[~/\0]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    escapeUnit,
  )
}

function escapeUnit(unit: string): string {
  if (unit === '~') return '~0'
  if (unit === '/') return '~1'
  return `~u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function unescapeKey(text: string): string {
  if (!text.includes('~')) return text
  return text.replace(/~(?:([01])|u([0-9a-f]{4}))/g, (_all, digit?: string, unit?: string) => {
    if (unit !== undefined) return String.fromCharCode(Number.parseInt(unit, 16))
    return digit === '0' ? '~' : '/'
  })
}
