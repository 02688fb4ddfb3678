import type { Json } from '../../generated/database.ts'
import { isSameJson } from '../../json/canonical.ts'
import { isJsonObject, type JsonObject, type JsonValue, setMember } from '../../json/json-value.ts'
import { decodePointer } from '../../json/pointer.ts'
import type { Codec } from './codec.ts'
import { isMissingDate, timestamp } from './date-codec.ts'
import { cleanJson, fromColumn, toColumn } from './json-codec.ts'
import type { Warn } from './warnings.ts'

/** One column and where it is in the legacy record, in both directions. */
export interface Field<Column> {
  decode(record: JsonObject, warn: Warn): Column
  encode(column: Column, record: Draft): void
}

/** Columns by name, in the order in which the application writes their fields. */
type Fields = Readonly<Record<string, Field<unknown>>>

type Columns<Table extends Fields> = {
  -readonly [Name in keyof Table]: Table[Name] extends Field<infer Column> ? Column : never
}

/** JSON pointers to a field: the current one, which is written, then those used by older records. */
type FieldPointers = string | readonly [string, ...string[]]

export function decodeFields<Table extends Fields>(
  fields: Table,
  record: JsonObject,
  warn: Warn,
): Columns<Table> {
  const columns: Record<string, unknown> = {}
  for (const name in fields) columns[name] = fields[name]?.decode(record, warn)
  // Each name has what its own field decoded, which is what Columns describes.
  return columns as Columns<Table>
}

/** Writes the row's fields into the record and returns it. */
export function encodeFields<Table extends Fields>(
  fields: Table,
  row: Readonly<Columns<Table>>,
  record: Draft = {},
): Draft {
  for (const name in fields) fields[name]?.encode(row[name], record)
  return record
}

/** A field that the application always writes; `missing` is its meaning in older records that lack it. */
export function field<Column, Missing extends Column | null>(
  pointers: FieldPointers,
  codec: Codec<Column>,
  missing: Missing,
): Field<Column | Missing> {
  const paths = toFieldPaths(pointers)
  return {
    decode: (record, warn) => decodeFirst(paths, codec, record, warn).column ?? missing,
    encode: (column, record) => writeValue(record, paths[0], column === null ? null : codec.encode(column)),
  }
}

/** A field that the application writes only if its value differs from `missing`. */
export function optionalField<Column, Missing extends Column | null>(
  pointers: FieldPointers,
  codec: Codec<Column>,
  missing: Missing,
): Field<Column | Missing> {
  const [path] = toFieldPaths(pointers)
  const nothing = missing === null ? null : codec.encode(missing)
  return {
    decode: field(pointers, codec, missing).decode,
    encode(column, record) {
      const value = column === null ? null : codec.encode(column)
      if (!isSameJson(value, nothing)) writeValue(record, path, value)
    },
  }
}

/** A field that every record should have; a missing one is replaced by the substitute, with a warning. */
export function requiredField<Column>(
  pointers: FieldPointers,
  codec: Codec<Column>,
  substitute: NoInfer<Column>,
): Field<Column> {
  const paths = toFieldPaths(pointers)
  return {
    decode(record, warn) {
      const { column, isMissing } = decodeFirst(paths, codec, record, warn)
      if (isMissing) warn('MISSING_VALUE', paths[0].pointer)
      return column ?? substitute
    },
    encode: (column, record) => writeValue(record, paths[0], codec.encode(column)),
  }
}

type FieldPaths = readonly [FieldPath, ...FieldPath[]]

function toFieldPaths(pointers: FieldPointers): FieldPaths {
  const [first, ...others] = typeof pointers === 'string' ? [pointers] : pointers
  return [createFieldPath(first), ...others.map(createFieldPath)]
}

/** Decodes the first pointer that has a readable value. */
function decodeFirst<Column>(
  paths: FieldPaths,
  codec: Codec<Column>,
  record: JsonObject,
  warn: Warn,
): { readonly column: Column | undefined; readonly isMissing: boolean } {
  let isMissing = true
  for (const path of paths) {
    // A wrong type on the way to an older pointer is not this field's problem.
    const value = findValue(record, path, path === paths[0] ? warn : ignore) ?? null
    if (value === null) continue
    isMissing = false
    const column = codec.decode(value, (code) => warn(code, path.pointer))
    if (column !== undefined) return { column, isMissing }
  }
  return { column: undefined, isMissing }
}

function ignore(): void {}

/** A JSONB column with the members of the object at the pointer, except for those that have a column. */
export function otherMembers(pointer: string, members: readonly string[]): Field<Json> {
  const place = createFieldPath(pointer)
  return {
    decode(record, warn) {
      const object = findObject(record, place, warn) ?? {}
      const others: Draft = {}
      for (const [key, value] of Object.entries(object)) {
        if (!members.includes(key)) setMember(others, key, value)
      }
      return toColumn(cleanJson(others, (code) => warn(code, pointer)) ?? {})
    },
    encode(column, record) {
      const target = writeObject(record, place.keys)
      const others = fromColumn(column)
      if (!isJsonObject(others)) return
      for (const [key, value] of Object.entries(others)) setMember(target, key, value)
    },
  }
}

/** Replaces a missing date. Not the time of the import, which would be different on the next import. */
export const unknownDate = new Date(0)

/** `createdAt` and `updatedAt`: required, each a fallback for the other. */
export const recordDates = {
  created_at: recordDate('/createdAt', '/updatedAt'),
  updated_at: recordDate('/updatedAt', '/createdAt'),
} as const

function recordDate(pointer: string, otherPointer: string): Field<Date> {
  const [place, otherPlace] = [createFieldPath(pointer), createFieldPath(otherPointer)]
  return {
    decode(record, warn) {
      if (isMissingDate(findValue(record, place, warn))) warn('MISSING_DATE', pointer)
      return decodeDate(record, place, warn) ?? decodeDate(record, otherPlace, warn) ?? unknownDate
    },
    encode: (column, record) => writeValue(record, place, timestamp.encode(column)),
  }
}

function decodeDate(record: JsonObject, place: FieldPath, warn: Warn): Date | undefined {
  const value = findValue(record, place, warn) ?? null
  return value === null ? undefined : timestamp.decode(value, (code) => warn(code, place.pointer))
}

/** A legacy record under construction. */
export type Draft = Record<string, JsonValue>

/** A JSON pointer into records, parsed once. */
interface FieldPath {
  readonly pointer: string
  readonly keys: readonly string[]
  /** All keys except the last. */
  readonly parentKeys: readonly string[]
  readonly lastKey: string
}

/** Parses a JSON pointer. */
export function createFieldPath(pointer: string): FieldPath {
  const keys = decodePointer(pointer)
  return { pointer, keys, parentKeys: keys.slice(0, -1), lastKey: keys.at(-1) ?? '' }
}

/** The value at the path, or undefined. Warns if a value on the way is not an object. */
function findValue(record: JsonObject, place: FieldPath, warn: Warn): JsonValue | undefined {
  let value: JsonValue = record
  let depth = 0
  for (const key of place.keys) {
    if (!isJsonObject(value)) {
      if (value !== null) warn('WRONG_TYPE', `/${place.keys.slice(0, depth).join('/')}`)
      return undefined
    }
    depth++
    // Inherited properties don't count: a record may lack a member called `constructor`.
    if (!Object.hasOwn(value, key)) return undefined
    value = value[key] ?? null
  }
  return value
}

/** The object at the path, or undefined. Warns if it is something else. */
export function findObject(record: JsonObject, place: FieldPath, warn: Warn): JsonObject | undefined {
  const value = findValue(record, place, warn) ?? null
  if (isJsonObject(value)) return value
  if (value !== null) warn('WRONG_TYPE', place.pointer)
  return undefined
}

/** Sets the value at the path and creates missing objects on the way. */
export function writeValue(record: Draft, place: FieldPath, value: JsonValue): void {
  writeObject(record, place.parentKeys)[place.lastKey] = value
}

/** The object at the keys, created if missing. Fields are never nested in each other's values. */
function writeObject(record: Draft, keys: readonly string[]): Draft {
  let target = record
  for (const key of keys) {
    const inner = target[key]
    const next: Draft = isJsonObject(inner) ? inner : {}
    target[key] = next
    target = next
  }
  return target
}
