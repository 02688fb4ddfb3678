import type { Json } from '../../generated/database.ts'
import { isJsonObject, setMember } from '../../json/json-value.ts'
import type { Field } from './fields.ts'
import { cleanJson, fromColumn, toColumn } from './json-codec.ts'
import { createPlace, type Draft, findObject, writeObject } from './place.ts'

/** A JSONB column with those members of the object at the pointer that have no column of their own. */
export function otherMembers(pointer: string, members: readonly string[]): Field<Json> {
  const place = createPlace(pointer)
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
