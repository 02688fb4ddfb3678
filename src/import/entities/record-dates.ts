import type { JsonObject } from '../../json/json-value.ts'
import { isNoDate, timestamp } from './date-codec.ts'
import type { Field } from './fields.ts'
import { createPlace, findValue, type Place, writeValue } from './place.ts'
import type { Warn } from './warnings.ts'

/** Stands in for a date that a record lacks: never the time of the import, which would differ the next time. */
export const unknownDate = new Date(0)

/** `createdAt` and `updatedAt`, required of every record; each stands in for the other. */
export const recordDates = {
  created_at: recordDate('/createdAt', '/updatedAt'),
  updated_at: recordDate('/updatedAt', '/createdAt'),
} as const

function recordDate(pointer: string, otherPointer: string): Field<Date> {
  const [place, otherPlace] = [createPlace(pointer), createPlace(otherPointer)]
  return {
    decode(record, warn) {
      if (isNoDate(findValue(record, place, warn))) warn('MISSING_DATE', pointer)
      return decodeDate(record, place, warn) ?? decodeDate(record, otherPlace, warn) ?? unknownDate
    },
    encode: (column, record) => writeValue(record, place, timestamp.encode(column)),
  }
}

function decodeDate(record: JsonObject, place: Place, warn: Warn): Date | undefined {
  const value = findValue(record, place, warn) ?? null
  return value === null ? undefined : timestamp.decode(value, (code) => warn(code, place.pointer))
}
