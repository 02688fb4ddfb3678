import pg from 'pg'
import { parseJson } from '../json/parse-record.ts'
import { parseInstant } from './parse-instant.ts'
import { parseTextArray, textArray } from './parse-text-array.ts'

const { builtins } = pg.types

/** Parsers by type, where the driver's own would change a value, or take long. */
const parsers = new Map<number, (text: string) => unknown>([
  // The driver makes a Date at local midnight: another day, as soon as somebody looks at it in UTC.
  [builtins.DATE, (text) => text],
  [builtins.TIMESTAMPTZ, parseInstant],
  [textArray, parseTextArray],
  // JSON.parse rounds numbers beyond 2^53.
  [builtins.JSON, parseJson],
  [builtins.JSONB, parseJson],
])

/** How column values come from the driver, in the form that a pool takes. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (type, format) => parsers.get(type) ?? pg.types.getTypeParser(type, format),
}
