import { isSameJson } from '../../json/canonical.ts'
import type { JsonObject } from '../../json/json-value.ts'
import type { Codec } from './codec.ts'
import { createPlace, type Draft, findValue, type Place, writeValue } from './place.ts'
import type { Warn } from './warnings.ts'

/** One column and its place in the legacy record, both ways. */
export interface Field<Column> {
  decode(record: JsonObject, warn: Warn): Column
  encode(column: Column, record: Draft): void
}

/** Columns by name, in the order in which the application writes their fields. */
export type Fields = Readonly<Record<string, Field<unknown>>>

export type Columns<Table extends Fields> = {
  -readonly [Name in keyof Table]: Table[Name] extends Field<infer Column> ? Column : never
}

/** Where a field stands; more than one pointer where older records have it elsewhere. The first one is written. */
export type Pointers = string | readonly [string, ...string[]]

/** The value of each column, as far as the record gives one. */
export function decodeFields<Table extends Fields>(
  fields: Table,
  record: JsonObject,
  warn: Warn,
): Columns<Table> {
  const columns: Record<string, unknown> = {}
  for (const name in fields) columns[name] = fields[name]?.decode(record, warn)
  // Each name of the table with what its own field decoded: that is what Columns says.
  return columns as Columns<Table>
}

/** Writes the row's fields into the record, and returns it. */
export function encodeFields<Table extends Fields>(
  fields: Table,
  row: Readonly<Columns<Table>>,
  record: Draft = {},
): Draft {
  for (const name in fields) fields[name]?.encode(row[name], record)
  return record
}

/** A field that the application always writes; `missing` is what it means when an older record lacks it. */
export function always<Column, Missing extends Column | null>(
  pointers: Pointers,
  codec: Codec<Column>,
  missing: Missing,
): Field<Column | Missing> {
  const places = toPlaces(pointers)
  return {
    decode: (record, warn) => decodeFirst(places, codec, record, warn).column ?? missing,
    encode: (column, record) => writeValue(record, places[0], column === null ? null : codec.encode(column)),
  }
}

/** A field that the application writes only when it has something other than `missing` to say. */
export function sometimes<Column, Missing extends Column | null>(
  pointers: Pointers,
  codec: Codec<Column>,
  missing: Missing,
): Field<Column | Missing> {
  const [place] = toPlaces(pointers)
  const nothing = missing === null ? null : codec.encode(missing)
  return {
    decode: always(pointers, codec, missing).decode,
    encode(column, record) {
      const value = column === null ? null : codec.encode(column)
      if (!isSameJson(value, nothing)) writeValue(record, place, value)
    },
  }
}

/** A field that no record should lack; the substitute costs a warning. */
export function required<Column>(
  pointers: Pointers,
  codec: Codec<Column>,
  substitute: NoInfer<Column>,
): Field<Column> {
  const places = toPlaces(pointers)
  return {
    decode(record, warn) {
      const { column, isMissing } = decodeFirst(places, codec, record, warn)
      if (isMissing) warn('MISSING_VALUE', places[0].pointer)
      return column ?? substitute
    },
    encode: (column, record) => writeValue(record, places[0], codec.encode(column)),
  }
}

type Places = readonly [Place, ...Place[]]

function toPlaces(pointers: Pointers): Places {
  const [first, ...others] = typeof pointers === 'string' ? [pointers] : pointers
  return [createPlace(first), ...others.map(createPlace)]
}

/** What the first place gives at which something readable stands. */
function decodeFirst<Column>(
  places: Places,
  codec: Codec<Column>,
  record: JsonObject,
  warn: Warn,
): { readonly column: Column | undefined; readonly isMissing: boolean } {
  let isMissing = true
  for (const place of places) {
    // Only the first place is where the field belongs: what stands on the way to another is not its business.
    const value = findValue(record, place, place === places[0] ? warn : ignore) ?? null
    if (value === null) continue
    isMissing = false
    const column = codec.decode(value, (code) => warn(code, place.pointer))
    if (column !== undefined) return { column, isMissing }
  }
  return { column: undefined, isMissing }
}

function ignore(): void {}
