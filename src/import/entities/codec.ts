import type { JsonValue } from '../../json/json-value.ts'
import type { WarningCode } from './codes.ts'

/** A JSON value that says something: the application writes null where it has nothing to say. */
export type Present = Exclude<JsonValue, null>

/** Told of each change to the value that is being decoded. */
export type WarnOfValue = (code: WarningCode) => void

/** One kind of value: what stands in the legacy record, and what stands in its column. */
export interface Codec<Column> {
  /** What the column holds of the value; undefined when it can hold nothing of it, after a warning. */
  decode(value: Present, warn: WarnOfValue): Column | undefined
  /** What the application would have written. */
  encode(column: Column): JsonValue
}
