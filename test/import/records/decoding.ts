import type { RecordContext, RecordType } from '../../../src/import/records/record-type.ts'
import type { Rejection } from '../../../src/import/records/warnings.ts'
import { computeDifference } from '../../../src/json/difference.ts'
import { isJsonObject, type JsonObject } from '../../../src/json/json-value.ts'
import { parseJson } from '../../../src/json/parse.ts'
import { toFileText } from '../../fixtures/make-legacy/json-text.ts'
import type { Json } from '../../fixtures/make-legacy/seeded.ts'

/** The context of a record in a global file that is a list. */
export const globalList: RecordContext = { ownerId: null, key: null }

/** The record as the importer reads it from a file. */
export function toRecord(value: Json): JsonObject {
  const record = parseJson(toFileText(value))
  if (!isJsonObject(record)) throw new Error('A record must be an object.')
  return record
}

/** The decoded rows, the extra, and the warnings as `CODE /pointer`. */
export function decodeRecord(type: RecordType, value: Json, context = globalList) {
  const record = type.conceal(toRecord(value))
  const decoded = type.decode(record, context)
  if ('code' in decoded) throw new Error(`The record was rejected: ${decoded.code} ${decoded.pointer}`)
  const { id, rows } = decoded
  const warnings = decoded.warnings.map(({ code, pointer }) => `${code} ${pointer}`)
  return { id, rows, warnings, extra: computeDifference(record, type.encode(rows)) }
}

/** The rejection as `CODE /pointer`. */
export function rejectRecord(type: RecordType, value: Json, context = globalList): string {
  const decoded = type.decode(type.conceal(toRecord(value)), context)
  if (!isRejection(decoded)) throw new Error('The record was not rejected.')
  return `${decoded.code} ${decoded.pointer}`
}

export function isRejection(decoded: object): decoded is Rejection {
  return 'code' in decoded
}
