import { type JsonValue, toJsonText } from '../../json/json-value.ts'
import { type Member, readMembers } from '../../json/parse.ts'
import type { RecordType } from './record-type.ts'

/**
 * A record's bytes with each of its secrets replaced by its digest; every other byte stays. Secrets are found by their
 * place, not by their text: another member may have the same text, the record may write it with escapes, and a
 * repeated name may hold a secret that the parsed record has lost.
 * @param bytes a valid JSON object in UTF-8.
 */
export function concealBytes(bytes: Buffer, entity: RecordType): Buffer {
  const text = bytes.toString('utf8')
  let result = ''
  let copiedTo = 0
  for (const member of readMembers(text)) {
    const concealed = concealMember(member, entity)
    if (concealed === member.value) continue
    result += text.slice(copiedTo, member.start) + toJsonText(concealed)
    copiedTo = member.end
  }
  return copiedTo === 0 ? bytes : Buffer.from(result + text.slice(copiedTo))
}

/** Each member as a record of its own: of members with the same name, the record has only the last. */
function concealMember({ key, value }: Member, entity: RecordType): JsonValue {
  return entity.conceal({ [key]: value })[key] ?? null
}
