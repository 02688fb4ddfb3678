import type { RecordContext, RecordType, Rejection } from '../../../src/import/records/record-type.ts'
import { computeDifference } from '../../../src/json/difference.ts'
import { isJsonObject, type JsonObject } from '../../../src/json/json-value.ts'
import { parseJson } from '../../../src/json/parse.ts'
import { toFileText } from '../../fixtures/make-legacy/json-text.ts'
import type { Json } from '../../fixtures/make-legacy/seeded.ts'

/** A record in a global file that is a list. */
export const globalList: RecordContext = { ownerId: null, key: null }

/** The record as the importer reads it from a file. */
export function toRecord(value: Json): JsonObject {
  const record = parseJson(toFileText(value))
  if (!isJsonObject(record)) throw new Error('A record must be an object.')
  return record
}

/** Rows, what they can't hold, and warnings as `CODE /pointer`. */
export function decodeRecord(entity: RecordType, value: Json, context = globalList) {
  const record = entity.conceal(toRecord(value))
  const decoded = entity.decode(record, context)
  if ('code' in decoded) throw new Error(`The record was rejected: ${decoded.code} ${decoded.pointer}`)
  const { id, rows } = decoded
  const warnings = decoded.warnings.map(({ code, pointer }) => `${code} ${pointer}`)
  return { id, rows, warnings, extra: computeDifference(record, entity.encode(rows)) }
}

/** `CODE /pointer` of the reason why the record can't be a row. */
export function rejectRecord(entity: RecordType, value: Json, context = globalList): string {
  const decoded = entity.decode(entity.conceal(toRecord(value)), context)
  if (!isRejection(decoded)) throw new Error('The record was not rejected.')
  return `${decoded.code} ${decoded.pointer}`
}

export function isRejection(decoded: object): decoded is Rejection {
  return 'code' in decoded
}
